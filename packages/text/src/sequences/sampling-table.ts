import { checkCount } from "../check-options.ts";

/**
 * How likely `skipgrams` should keep the word of each rank, the most frequent first (Keras's `make_sampling_table`):
 * frequent words are kept seldom. Their frequencies are taken from Zipf's law.
 *
 * @param size number of ranks; rank 0 stands for no word
 * @param samplingFactor the factor t of word2vec
 * @throws when size is no positive integer, or the factor not above zero
 * @source Mikolov et al. 2013, "Distributed representations of words and phrases"
 * @example
 * makeSamplingTable(1000)[1]; // 0.00315…
 */
export function makeSamplingTable(size: number, samplingFactor = 1e-5): Float64Array {
  checkCount("makeSamplingTable", "size", size, 1);
  if (!(samplingFactor > 0)) throw new RangeError(`makeSamplingTable: expected samplingFactor above 0, received ${samplingFactor}.`);
  return Float64Array.from({ length: size }, (_, i) => {
    const rank = Math.max(i, 1);
    const inverseFrequency = rank * (Math.log(rank) + eulersConstant) + 0.5 - 1 / (12 * rank);
    return Math.min(1, Math.sqrt(samplingFactor * inverseFrequency));
  });
}

/** Euler's constant, as short as Keras writes it. */
const eulersConstant = 0.577;
