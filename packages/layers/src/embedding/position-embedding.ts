import { gather, sliceAxis } from "@tidu/core-tensor";
import type { Tensor, TensorSpec } from "@tidu/core-tensor";
import { knownSize } from "../check-inputs.ts";
import { layer } from "../define-layer.ts";
import { toInitializer } from "../initializers/to-initializer.ts";
import type { InitializerLike } from "../initializers/to-initializer.ts";
import type { ApplyContext, Layer, LayerOptions } from "../layer.ts";
import { positiveInteger } from "../option-checks.ts";
import { weight } from "../weight.ts";
import { positionsOf } from "./positions.ts";

export interface PositionEmbeddingOptions extends LayerOptions {
  /** The longest sequence. */
  readonly sequenceLength: number;
  /** Default: `"glorotUniform"`. */
  readonly initializer?: InitializerLike | undefined;
}

/**
 * A learned vector for every position, in the shape of the input, to be added to it: `[batch, time, features]` (Devlin et al. 2019;
 * KerasHub `PositionEmbedding`).
 *
 * @throws when the input is longer than `sequenceLength`
 *
 * @example
 * const x = embedding({ inputDim: 1000, outputDim: 32 })(ids);
 * const y = add()([x, positionEmbedding({ sequenceLength: 128 })(x)]);
 */
export function positionEmbedding(options: PositionEmbeddingOptions): Layer {
  const where = options.name ?? "positionEmbedding";
  const sequenceLength = positiveInteger(where, "sequenceLength", options.sequenceLength);
  const initializer = toInitializer(options.initializer ?? "glorotUniform", `${where}: initializer`);
  return layer("positionEmbedding", {
    options,
    config: { sequenceLength, initializer: initializer.config },
    rank: { atLeast: 2, axes: "[batch, time, features]" },
    masking: "passes",
    longestSequence: sequenceLength,
    stepping: "cache",
    check: ([x]) => tooLong(x, -2, sequenceLength),
    weights: ([x], where) => ({ embeddings: weight([sequenceLength, knownSize(x, -1, where)], initializer) }),
    apply: ({ embeddings }, x, context) => [positionVectors(embeddings, x, context).broadcastTo(x.shape), {}, { cache: {} }],
  });
}

/** The vectors of the positions of x, `[time, features]`. */
export function positionVectors(embeddings: Tensor, x: Tensor, context: ApplyContext): Tensor {
  const time = x.shape.at(-2) ?? 1;
  if (typeof time === "number" && context.stepping?.cache === undefined) return sliceAxis(embeddings, 0, 0, time);
  return gather(embeddings, positionsOf(time, context));
}

/** What is wrong with a sequence that has more positions than there are vectors. */
export function tooLong({ shape }: TensorSpec, axis: number, sequenceLength: number): string | undefined {
  const time = shape.at(axis);
  return typeof time === "number" && time > sequenceLength
    ? `its sequenceLength allows ${sequenceLength} positions: expected at most so many on axis ${axis + shape.length}`
    : undefined;
}
