import { dtypes, printSpec, sameShape } from "@tidu/core-tensor";
import { layer } from "../define-layer.ts";
import type { Layer, LayerOptions } from "../layer.ts";
import { oneOf, positiveInteger } from "../option-checks.ts";
import { categoryModes, encodeCategories } from "./encode-categories.ts";
import type { CategoryMode } from "./encode-categories.ts";

export interface CategoryEncodingOptions extends LayerOptions {
  /** The number of categories: ids are 0 to `numTokens` − 1, others count nothing. */
  readonly numTokens: number;
  /** A one for each id of its own, a one for every id of a sample (its last axis), or how often it has each. Default: `"multiHot"`. */
  readonly outputMode?: CategoryMode | undefined;
}

/**
 * Ids [batch, …] to ones or counts, float32: `"multiHot"` and `"count"` replace the last axis by `numTokens`, `"oneHot"` adds one, in
 * place of a last axis of size 1 (Keras `CategoryEncoding`).
 *
 * In mode `"count"` it may take what each id counts as a second input, shaped as the first (Keras's `count_weights`).
 *
 * @example
 * const encode = categoryEncoding({ numTokens: 4, outputMode: "count" });
 * encode.apply({}, tensor([[0, 1, 1]], undefined, "int32")); // [[1, 2, 0, 0]]
 */
export function categoryEncoding(options: CategoryEncodingOptions): Layer {
  const where = options.name ?? "categoryEncoding";
  const { outputMode = "multiHot" } = options;
  const numTokens = positiveInteger(where, "numTokens", options.numTokens);
  oneOf(where, "outputMode", outputMode, categoryModes);
  return layer("categoryEncoding", {
    options,
    config: { numTokens, outputMode },
    dtypes,
    joins: true,
    rank: { atLeast: outputMode === "oneHot" ? 1 : 2, axes: "[batch, ids]" },
    check: ([ids, weights, ...more]) => {
      if (more.length > 0) return "expected ids, and at most what each counts";
      if (weights === undefined) return undefined;
      if (outputMode !== "count") return `expected one input: outputMode "${outputMode}" does not count, and takes no weights`;
      return sameShape(ids.shape, weights.shape) ? undefined : `expected weights shaped as the ids, ${printSpec(ids)}`;
    },
    apply: (_, x, { inputs: [, weights] }) => encodeCategories(x.cast("int32"), outputMode, numTokens, weights?.cast("float32")),
  });
}
