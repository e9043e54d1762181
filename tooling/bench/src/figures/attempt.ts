import type { Verdict } from "../targets.ts";

/** A verdict, also when its measurement fails. */
export async function attempt(
  about: Pick<Verdict, "about" | "target">,
  measure: () => Promise<Pick<Verdict, "figure" | "reached">>,
): Promise<readonly Verdict[]> {
  try {
    return [{ ...about, ...(await measure()) }];
  } catch (error) {
    return [{ ...about, figure: `failed: ${error instanceof Error ? error.message : String(error)}`, reached: undefined }];
  }
}
