import { dtypes, gather, tensor, where as choose, zeros } from "@tidu/core-tensor";
import type { ArrayLike, Tensor, TensorData } from "@tidu/core-tensor";
import { layer } from "../define-layer.ts";
import type { Layer, LayerOptions } from "../layer.ts";
import { oneOf, positiveInteger, within } from "../option-checks.ts";
import { encodeCategories } from "./encode-categories.ts";
import { hostBatches } from "./host-batches.ts";
import { givenIntegers, learnedIntegers, lookupModes } from "./integer-vocabulary.ts";
import type { IntegerLookupSettings, IntegerVocabulary, LookupMode } from "./integer-vocabulary.ts";

export interface IntegerLookupOptions extends LayerOptions {
  /** The largest size of the vocabulary, special tokens included. Default: no limit. */
  readonly maxTokens?: number | undefined;
  /** How many ids there are for unknown integers: the remainder chooses. 0 counts them as nothing, and is refused for ids. Default: 1. */
  readonly numOovIndices?: number | undefined;
  /** An integer that stands for nothing: id 0, and not counted in rows. Default: none. */
  readonly maskToken?: number | null | undefined;
  /** What unknown integers are called in the vocabulary, and what unknown ids turn back to. Default: -1. */
  readonly oovToken?: number | undefined;
  /** The integers, with the special ones at the start or without them. Default: learned by `adapt`. */
  readonly vocabulary?: readonly number[] | undefined;
  /** Inverse document frequencies, one for each of the vocabulary, for `"tfIdf"`. Default: learned by `adapt`. */
  readonly idfWeights?: readonly number[] | undefined;
  /** Turns ids back to integers. Default: false. */
  readonly invert?: boolean | undefined;
  /** Ids, or ones, counts or weighted counts over the vocabulary. Default: `"int"`. */
  readonly outputMode?: LookupMode | undefined;
  /** Whether rows have `maxTokens` numbers even when the vocabulary is smaller. Default: false. */
  readonly padToMaxTokens?: boolean | undefined;
}

/** A layer that knows, or can learn, integers. */
export interface IntegerLookupLayer extends Layer {
  /**
   * The same layer with the most frequent integers of some data. They are part of its config, so saved and exported with it.
   *
   * @param data an array as `fit` takes it, its rows documents, or an iterable of batches `{ dtype, shape, data }`
   * @param shape of a typed array
   * @returns a new layer; this one stays as it is
   */
  adapt(data: ArrayLike | Iterable<TensorData>, shape?: readonly number[]): IntegerLookupLayer;
  /** All integers by their ids, special ones first. */
  getVocabulary(): readonly number[];
}

/**
 * Any integers to ids from 0 on, as int32 of the input's shape, or encoded as {@link categoryEncoding} does (Keras `IntegerLookup`):
 * the mask token, what is unknown, then the integers by falling frequency. Keras's `oov_method="farmhash"` is not there.
 *
 * @throws when options contradict each other, or the vocabulary does not fit them
 *
 * @example
 * integerLookup({ vocabulary: [12, 36, 1138, 42] }).apply({}, tensor([[12, 1138, 7]])); // [[1, 3, 0]]
 */
export function integerLookup(options: IntegerLookupOptions = {}): IntegerLookupLayer {
  const { vocabulary, idfWeights, ...others } = options;
  const settings = settingsOf(options);
  return lookupOf(others, settings, vocabulary && givenIntegers(settings, vocabulary, idfWeights));
}

function settingsOf(options: IntegerLookupOptions): IntegerLookupSettings {
  const { name: where = "integerLookup", maxTokens, numOovIndices = 1, maskToken = null, oovToken = -1 } = options;
  const { invert = false, outputMode = "int", padToMaxTokens = false } = options;
  if (maxTokens !== undefined && positiveInteger(where, "maxTokens", maxTokens) < 2)
    throw new RangeError(`${where}: expected maxTokens to be at least 2, received ${maxTokens}.`);
  if (padToMaxTokens && maxTokens === undefined) throw new Error(`${where}: padToMaxTokens needs maxTokens.`);
  within(where, "numOovIndices", numOovIndices, 0);
  oneOf(where, "outputMode", outputMode, lookupModes);
  if (invert && outputMode !== "int")
    throw new Error(`${where}: invert gives integers: expected outputMode "int", received "${outputMode}".`);
  if (numOovIndices === 0 && outputMode === "int" && !invert)
    throw new Error(`${where}: ids need one for what is unknown, because a graph cannot stop at it. Use numOovIndices: 1.`);
  return { where, maxTokens, numOovIndices, maskToken, oovToken, invert, outputMode };
}

function lookupOf(
  options: Omit<IntegerLookupOptions, "vocabulary" | "idfWeights">,
  settings: IntegerLookupSettings,
  vocabulary: IntegerVocabulary | undefined,
): IntegerLookupLayer {
  const { where, maxTokens, numOovIndices, maskToken, oovToken, invert, outputMode } = settings;
  const { padToMaxTokens = false } = options;
  const known = (): IntegerVocabulary => {
    if (vocabulary === undefined)
      throw new Error(`${where}: has no vocabulary yet. Use the layer that adapt(data) returns, or give vocabulary.`);
    return vocabulary;
  };
  const made = layer("integerLookup", {
    options,
    config: {
      maxTokens,
      numOovIndices,
      maskToken,
      oovToken,
      invert,
      outputMode,
      padToMaxTokens,
      vocabulary: vocabulary?.words,
      idfWeights: vocabulary?.idfWeights,
    },
    dtypes,
    rank: { atLeast: outputMode === "int" || outputMode === "oneHot" ? 1 : 2, axes: "[batch, integers]" },
    apply: (_, x) => {
      const { words, idfWeights } = known();
      if (invert) return invertedIds(x.cast("int32"), known(), settings);
      const ids = idsOf(x.cast("int32"), known(), settings);
      if (outputMode === "int") return ids;
      const depth = padToMaxTokens && maxTokens !== undefined ? maxTokens : words.length;
      if (outputMode !== "tfIdf") return encodeCategories(ids, outputMode, depth);
      return encodeCategories(ids, "count", depth).mul(tensor(Float32Array.from({ length: depth }, (_, i) => idfWeights?.[i] ?? 0)));
    },
  });
  return Object.assign(made, {
    adapt: (data: ArrayLike | Iterable<TensorData>, shape?: readonly number[]): IntegerLookupLayer =>
      lookupOf(options, settings, learnedIntegers(settings, hostBatches(data, shape))),
    getVocabulary: () => known().words,
  });
}

/** Ids by binary search among the sorted integers: as many steps as their number has bits. -1 for what counts nothing. */
function idsOf(x: Tensor, { words, start }: IntegerVocabulary, { numOovIndices, maskToken, outputMode }: IntegerLookupSettings): Tensor {
  const sorted = words
    .map((word, id) => ({ word, id }))
    .slice(start)
    .toSorted((a, b) => a.word - b.word);
  const size = 2 ** Math.ceil(Math.log2(Math.max(1, sorted.length)));
  const padded = Array.from({ length: size }, (_, i) => sorted[Math.min(i, sorted.length - 1)] ?? { word: 0, id: -1 });
  const keys = tensor(Int32Array.from(padded, ({ word }) => word));
  const ids = tensor(Int32Array.from(padded, ({ id }) => id));
  let at = zeros(x.shape, "int32");
  for (let step = size / 2; step >= 1; step /= 2) {
    const next = at.add(step);
    at = choose(gather(keys, next).lessEqual(x), next, at);
  }
  const oovStart = start - numOovIndices;
  const unknown = numOovIndices === 0 ? -1 : numOovIndices === 1 ? oovStart : x.mod(numOovIndices).add(oovStart);
  const found = choose(gather(keys, at).equal(x), gather(ids, at), unknown);
  return maskToken === null ? found : choose(x.equal(maskToken), outputMode === "int" ? 0 : -1, found);
}

/** The integers of ids. */
function invertedIds(x: Tensor, { words, start }: IntegerVocabulary, { maskToken, oovToken }: IntegerLookupSettings): Tensor {
  const inside = x.greaterEqual(start).logicalAnd(x.less(words.length));
  const found = choose(inside, gather(tensor(Int32Array.from(words)), choose(inside, x, 0)), oovToken);
  return maskToken === null ? found : choose(x.equal(0), maskToken, found);
}
