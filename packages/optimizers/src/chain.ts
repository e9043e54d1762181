import { optimizerOf } from "./optimizer.ts";
import type { Optimizer } from "./optimizer.ts";
import { sequence } from "./transform.ts";
import type { Transform } from "./transform.ts";

/**
 * An optimizer with more stages: what stands before it changes the gradients, what stands behind it the updates.
 *
 * @throws unless exactly one part is an optimizer
 *
 * @example
 * const optimizer = chain(clipByValue(1), clipByGlobalNorm(5), adam({ learningRate: 1e-3 }), addDecayedWeights(0.01));
 */
export function chain(...parts: readonly (Transform | Optimizer)[]): Optimizer {
  const optimizers = parts.filter(isOptimizer);
  const [first] = optimizers;
  if (first === undefined || optimizers.length > 1) {
    throw new Error(
      `chain: expected one optimizer among the transforms, received ${optimizers.length === 0 ? "none" : optimizers.map(({ name }) => name).join(" and ")}.`,
    );
  }
  const config = { kind: "chain", options: { transforms: parts.map((part) => part.config) } };
  return optimizerOf(
    config,
    first.learningRate,
    sequence(
      config,
      parts.map((part) => (isOptimizer(part) ? part.transform : part)),
    ),
  );
}

const isOptimizer = (part: Transform | Optimizer): part is Optimizer => "learningRate" in part;
