import { errorCode } from "../files/node-files.ts";

/** What is used of sharp. */
type Sharp = typeof import("sharp").default;

/**
 * Loads sharp, an optional peer dependency.
 *
 * @throws with the install command when it is not installed, and with its own message when it does not load on this machine
 */
export async function loadSharp(where: string, load: () => Promise<Sharp> = importSharp): Promise<Sharp> {
  try {
    return await load();
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const missing = errorCode(error) === "ERR_MODULE_NOT_FOUND" && message.includes("sharp'");
    throw new Error(
      missing
        ? `${where}: images are decoded by the package sharp, which is not installed. Install it with: npm install sharp`
        : `${where}: the package sharp is installed but does not load here: ${message}`,
      { cause: error },
    );
  }
}

const importSharp = async (): Promise<Sharp> => (await import("sharp")).default;
