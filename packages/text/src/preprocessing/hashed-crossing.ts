import { checkChoice, checkCount, checkOptions, shown } from "../check-options.ts";
import type { EncodedTexts } from "../text-preprocessor.ts";
import { categoryRows, idRows } from "./category-rows.ts";
import { fingerprint64, joinFingerprints } from "./fingerprint64.ts";
import { utf8 } from "./hash-bucket.ts";

export interface HashedCrossingOptions {
  /** The number of ids. */
  readonly numBins: number;
  /** Ids, or a one for each. Default: `"int"`. */
  readonly outputMode?: "int" | "oneHot" | undefined;
}

/** Several features to one id. */
export interface HashedCrossing {
  /**
   * @param features two or more lists of strings or integers, a value for each sample
   * @returns ids [samples], or rows [samples, numBins]
   * @throws when lists differ in length or a value is neither a string nor an integer
   */
  encode(features: readonly (readonly (string | number)[])[]): EncodedTexts;
}

const kind = "hashedCrossing";
/** What TensorFlow's `sparse.cross_hashed` begins with. */
const firstFingerprint = 0xdecafcaffen;

/**
 * The combination of several features as one id by its hash (Keras `HashedCrossing` on TensorFlow, the same ids). The order of
 * features counts.
 *
 * @example
 * hashedCrossing({ numBins: 5 }).encode([["A", "B", "A", "B", "A"], [101, 101, 101, 102, 102]]); // ids [1, 4, 1, 1, 3]
 */
export function hashedCrossing(options: HashedCrossingOptions): HashedCrossing {
  checkOptions(kind, options, ["numBins", "outputMode"]);
  const { numBins, outputMode = "int" } = options;
  checkCount(kind, "numBins", numBins, 1);
  checkChoice(kind, "outputMode", outputMode, ["int", "oneHot"]);
  return {
    encode: (features) => {
      const [first, ...others] = features;
      if (first === undefined || others.length === 0)
        throw new Error(`${kind}: expected two or more features, received ${features.length}.`);
      const uneven = others.findIndex(({ length }) => length !== first.length);
      if (uneven >= 0)
        throw new Error(
          `${kind}: feature ${uneven + 1} has ${others[uneven]?.length ?? 0} values, feature 0 has ${first.length}. Every sample needs all features.`,
        );
      const ids = first.map((_, sample) => [
        Number(features.map((feature) => fingerprintOf(feature[sample])).reduce(joinFingerprints, firstFingerprint) % BigInt(numBins)),
      ]);
      return outputMode === "oneHot" ? categoryRows(ids, "oneHot", numBins) : { ...idRows(ids), shape: [first.length] };
    },
  };
}

/** Integers stand for themselves. */
function fingerprintOf(value: string | number | undefined): bigint {
  if (typeof value === "string") return fingerprint64(utf8(value));
  if (typeof value === "number" && Number.isSafeInteger(value)) return BigInt.asUintN(64, BigInt(value));
  throw new TypeError(`${kind}: expected strings or integers, received ${shown(value)}.`);
}
