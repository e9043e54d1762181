import { resolveAxis } from "@tidu/core-tensor";
import type { CallParams, Tensor } from "@tidu/core-tensor";

/** What went into the sigmoid that made `prediction`, or undefined when something else made it. */
export function logitsOfSigmoid({ source }: Tensor): Tensor | undefined {
  return source.kind === "node" && source.node.op === "sigmoid" ? (source.node.inputs["x"] as Tensor) : undefined;
}

/** What went into the softmax over `axis` that made `prediction`, or undefined when something else made it. */
export function logitsOfSoftmax({ source, ndim }: Tensor, axis: number): Tensor | undefined {
  if (source.kind !== "node" || source.node.op !== "call") return undefined;
  const { name, options } = source.node.params as CallParams;
  if (name !== "softmax" || options["axis"] !== resolveAxis(axis, ndim, "softmax")) return undefined;
  const [logits] = source.node.inputs["args"] as readonly Tensor[];
  return logits;
}

/**
 * The logits a cross-entropy runs on: the prediction itself with `fromLogits`, else what went into the activation that made it;
 * undefined when the prediction holds probabilities of unknown origin.
 *
 * @throws when `fromLogits` is set and the prediction holds probabilities
 */
export function logitsFor(name: string, fromLogits: boolean, prediction: Tensor, found: Tensor | undefined): Tensor | undefined {
  if (!fromLogits) return found;
  if (found === undefined) return prediction;
  throw new Error(
    `${name}: fromLogits is true, but the output is made by ${name.startsWith("binary") ? "sigmoid" : "softmax"} and holds probabilities. Remove fromLogits, or the activation of the last layer.`,
  );
}
