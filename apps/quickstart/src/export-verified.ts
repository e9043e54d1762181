import { backend as backendOf } from "tidu";
import type { Sequential } from "tidu";
import type { Digits } from "./load-digits.ts";

/**
 * Writes the model as ONNX after onnxruntime has run it on the test images; unproved only where onnxruntime does not work.
 *
 * @returns how it was proved, in words
 */
export async function exportVerified(model: Sequential, path: string, test: Digits, classNames: readonly string[]): Promise<string> {
  const metadata = {
    inputs: "images [batch, 28, 28, 1], grey values from 0 (paper) to 255 (ink)",
    outputs: "the probability of each class [batch, 10]",
    classes: classNames.join(", "),
  };
  const reason = await backendOf("onnxruntime-node").then(
    () => undefined,
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );
  if (reason !== undefined) {
    await model.export(path, { metadata, verifyWith: false });
    return `not compared: ${reason}`;
  }
  const samples = Object.fromEntries(model.network.inputs.map(({ name }) => [name, test.x]));
  const exported = await model.export(path, { metadata, samples });
  const difference = exported.maxDifference === 0 ? "0, to the bit" : exported.maxDifference.toExponential(1);
  return `run in onnxruntime-node on ${exported.samples} images; largest difference to the model's own predictions: ${difference}`;
}
