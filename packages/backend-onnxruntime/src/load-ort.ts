import type { OrtModule } from "./ort.ts";

/**
 * Loads onnxruntime-node, an optional peer dependency.
 *
 * @throws with the install command when it is not installed, and with its own message when it does not load on this machine
 */
export const loadOrt = async (load: () => Promise<OrtModule> = importOrt): Promise<OrtModule> => {
  try {
    return await load();
  } catch (error) {
    if (!isMissing(error))
      throw new Error(`onnxruntime: onnxruntime-node is installed but does not load here: ${messageOf(error)}`, { cause: error });
    throw new Error(
      "onnxruntime: the package onnxruntime-node is not installed. Install it with: ONNXRUNTIME_NODE_INSTALL=skip npm install onnxruntime-node",
      {
        cause: error,
      },
    );
  }
};

const importOrt = async (): Promise<OrtModule> => {
  const { InferenceSession, Tensor } = await import("onnxruntime-node");
  return { InferenceSession, Tensor };
};

const isMissing = (error: unknown): boolean =>
  typeof error === "object" &&
  error !== null &&
  "code" in error &&
  error.code === "ERR_MODULE_NOT_FOUND" &&
  messageOf(error).includes("onnxruntime-node'");

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
