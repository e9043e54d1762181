import { resolveAxis, sameDim } from "@tidu/core-tensor";
import type { CallParams, Tensor } from "@tidu/core-tensor";

/** What went into the sigmoid that made `prediction`, or undefined when something else made it. */
export function logitsOfSigmoid(prediction: Tensor): Tensor | undefined {
  const made = beforeReshape(prediction);
  const { source } = made;
  const logits = source.kind === "node" && source.node.op === "sigmoid" ? (source.node.inputs["x"] as Tensor) : undefined;
  return made === prediction ? logits : logits?.reshape(prediction.shape);
}

/** What went into the softmax over `axis` that made `prediction`, or undefined when something else made it. */
export function logitsOfSoftmax(prediction: Tensor, axis: number): Tensor | undefined {
  const made = beforeReshape(prediction);
  const moved = made !== prediction;
  const overLast = resolveAxis(axis, prediction.ndim, "softmax") === prediction.ndim - 1;
  if (moved && !(overLast && sameDim(made.shape.at(-1) ?? 1, prediction.shape.at(-1) ?? 1))) return undefined;
  const { source, ndim } = made;
  if (source.kind !== "node" || source.node.op !== "call") return undefined;
  const { name, options } = source.node.params as CallParams;
  if (name !== "softmax" || options["axis"] !== (moved ? ndim - 1 : resolveAxis(axis, ndim, "softmax"))) return undefined;
  const [logits] = source.node.inputs["args"] as readonly Tensor[];
  return moved ? logits?.reshape(prediction.shape) : logits;
}

/** What a reshape was made of: `timeDistributed` gives rows of all steps their time axis back. */
function beforeReshape(x: Tensor): Tensor {
  const { source } = x;
  return source.kind === "node" && source.node.op === "reshape" ? beforeReshape(source.node.inputs["x"] as Tensor) : x;
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
