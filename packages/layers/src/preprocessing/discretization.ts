import { dtypes, tensor, zeros } from "@tidu/core-tensor";
import type { ArrayLike, TensorData } from "@tidu/core-tensor";
import { layer } from "../define-layer.ts";
import type { Layer, LayerOptions } from "../layer.ts";
import { oneOf, positiveInteger, within } from "../option-checks.ts";
import { categoryModes, encodeCategories } from "./encode-categories.ts";
import type { CategoryMode } from "./encode-categories.ts";
import { hostBatches } from "./host-batches.ts";
import { boundariesOf, emptySummary, mergeSummaries, summarize } from "./quantiles.ts";

export interface DiscretizationOptions extends LayerOptions {
  /** What separates the bins, smallest first; a number on a boundary is in the bin above. Default: learned by `adapt`. */
  readonly binBoundaries?: readonly number[] | undefined;
  /** How many bins `adapt` makes, with equally many examples each; instead of `binBoundaries`. */
  readonly numBins?: number | undefined;
  /** How exactly `adapt` counts: it keeps about 1 / `epsilon` numbers. Default: 0.01. */
  readonly epsilon?: number | undefined;
  /** The bins as ids, or as ones or counts over all bins. Default: `"int"`. */
  readonly outputMode?: "int" | CategoryMode | undefined;
}

/** A layer that knows, or can learn, bins. */
export interface DiscretizationLayer extends Layer {
  /**
   * The same layer with bins that hold equally many numbers of some data. They are part of its config, so saved and exported with it.
   *
   * @param data an array as `fit` takes it, or an iterable of batches `{ dtype, shape, data }`
   * @param shape of a typed array
   * @returns a new layer; this one stays as it is
   */
  adapt(data: ArrayLike | Iterable<TensorData>, shape?: readonly number[]): DiscretizationLayer;
}

/**
 * Numbers to the bins that they lie in, as int32 of the input's shape, or encoded as {@link categoryEncoding} does (Keras
 * `Discretization`). NaN is in the last bin.
 *
 * @throws when both or neither of `binBoundaries` and `numBins` are given, or boundaries are out of order
 *
 * @example
 * discretization({ binBoundaries: [0, 1, 2] }).apply({}, tensor([[-1.5, 1, 3.4, 0.5]])); // [[0, 2, 3, 1]]
 */
export function discretization(options: DiscretizationOptions): DiscretizationLayer {
  const where = options.name ?? "discretization";
  const { binBoundaries, numBins, epsilon = 0.01, outputMode = "int" } = options;
  if ((binBoundaries === undefined) === (numBins === undefined))
    throw new Error(`${where}: expected either binBoundaries or numBins, received ${numBins === undefined ? "neither" : "both"}.`);
  if (numBins !== undefined) positiveInteger(where, "numBins", numBins);
  within(where, "epsilon", epsilon, Number.MIN_VALUE, 1);
  const falling = binBoundaries?.findIndex((boundary, i) => !(boundary >= (binBoundaries[i - 1] ?? -Infinity))) ?? -1;
  if (falling >= 0)
    throw new RangeError(`${where}: expected binBoundaries in order, received ${String(binBoundaries?.[falling])} at ${falling}.`);
  oneOf(where, "outputMode", outputMode, ["int", ...categoryModes]);

  const made = layer("discretization", {
    options,
    config: { binBoundaries, numBins, epsilon, outputMode },
    dtypes,
    rank: { atLeast: outputMode === "multiHot" || outputMode === "count" ? 2 : 1, axes: "[batch, numbers]" },
    apply: (_, x) => {
      if (binBoundaries === undefined)
        throw new Error(`${where}: has no bins yet. Use the layer that adapt(data) returns, or give binBoundaries.`);
      const below = x.cast("float32").expandDims(-1).less(tensor(binBoundaries)); // [..., boundaries]
      const bins = binBoundaries.length === 0 ? zeros(x.shape, "int32") : below.logicalNot().cast("int32").sum({ axis: -1 });
      return outputMode === "int" ? bins : encodeCategories(bins, outputMode, binBoundaries.length + 1);
    },
  });
  return Object.assign(made, {
    adapt: (data: ArrayLike | Iterable<TensorData>, shape?: readonly number[]): DiscretizationLayer => {
      if (numBins === undefined) throw new Error(`${where}: its binBoundaries are given. Give numBins instead to learn them.`);
      let summary = emptySummary;
      for (const batch of hostBatches(data, shape)) summary = mergeSummaries(summarize(batch.data, epsilon), summary, epsilon);
      if (summary.values.length === 0) throw new Error(`${where}: expected at least one number, received none.`);
      const { numBins: _, ...others } = options;
      return discretization({ ...others, binBoundaries: boundariesOf(summary, numBins) });
    },
  });
}
