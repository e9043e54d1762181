import { checkChoice, checkCount, checkOptions, shown } from "../check-options.ts";
import { definedOptions } from "../config.ts";
import type { TextConfig } from "../config.ts";
import type { EncodedTexts, TextPreprocessor } from "../text-preprocessor.ts";
import { categoryRows, idRows } from "./category-rows.ts";
import type { CategoryMode } from "./category-rows.ts";
import { checkSalt, hashBucket } from "./hash-bucket.ts";
import type { Salt } from "./hash-bucket.ts";

export interface HashingOptions {
  /** The number of ids. */
  readonly numBins: number;
  /** A value that gets id 0, which nothing else gets then. Default: none. */
  readonly maskValue?: string | number | null | undefined;
  /** Hashes with SipHash under this key (one number for both halves, or two). Default: FarmHash, without a key. */
  readonly salt?: Salt | undefined;
  /** Ids, a one for each value, or one row of ones or counts for all values of a sample. Default: `"int"`. */
  readonly outputMode?: "int" | CategoryMode | undefined;
}

/** Samples of one value, or of as many values each. */
export type Hashables = readonly (string | number)[] | readonly (readonly (string | number)[])[];

/** Values to ids without a vocabulary. */
export interface Hashing extends TextPreprocessor {
  /**
   * @param values strings, or numbers, which count as the texts of their integer parts
   * @returns for ids [samples], or [samples, length] for lists; else [samples, numBins] (`"oneHot"` of lists [samples, length, numBins])
   */
  encode(values: Hashables): EncodedTexts;
}

const kind = "hashing";
const modes = ["int", "oneHot", "multiHot", "count"] as const;

/**
 * Strings or integers to ids by their hash, without a vocabulary; different ones may share an id (Keras `Hashing` on TensorFlow, the
 * same ids).
 *
 * @example
 * hashing({ numBins: 3 }).encode(["A", "B", "C"]); // ids [1, 0, 1]
 */
export function hashing(options: HashingOptions): Hashing {
  checkOptions(kind, options, ["numBins", "maskValue", "salt", "outputMode"]);
  const { numBins, maskValue = null, salt, outputMode = "int" } = options;
  checkCount(kind, "numBins", numBins, 1);
  checkSalt(kind, salt);
  checkChoice(kind, "outputMode", outputMode, modes);
  const masks = maskValue !== null && numBins > 1;
  const binOf = (value: string | number): number => {
    if (masks && value === maskValue) return 0;
    return masks ? hashBucket(hashedText(kind, value), numBins - 1, salt) + 1 : hashBucket(hashedText(kind, value), numBins, salt);
  };
  return {
    encode: (values) => {
      const samples: readonly unknown[] = values;
      if (!Array.isArray(samples))
        throw new TypeError(`${kind}: expected a list of values, received ${shown(samples)}. Put one in a list.`);
      const rows: readonly (readonly (string | number)[])[] = values.map((sample) => (Array.isArray(sample) ? sample : [sample]));
      const length = rows[0]?.length ?? 1;
      const uneven = rows.findIndex((row) => row.length !== length);
      if (uneven >= 0)
        throw new Error(`${kind}: list ${uneven} has ${rows[uneven]?.length ?? 0} values, list 0 has ${length}. Lists need one length.`);
      const ids = rows.map((row) => row.map(binOf));
      if (outputMode !== "int") return categoryRows(ids, outputMode, numBins);
      const encoded = idRows(ids);
      return Array.isArray(samples[0]) ? encoded : { ...encoded, shape: [samples.length] };
    },
    row: outputMode === "int" ? { dtype: "int32", shape: [] } : { dtype: "float32", shape: [numBins] },
    config: { kind, options: definedOptions({ numBins, maskValue, salt, outputMode }), state: {} },
  };
}

/** The hashing that a config describes. */
export function hashingFromConfig({ options }: TextConfig): Hashing {
  const { numBins, ...others } = options;
  return hashing({ ...others, numBins: Number(numBins) });
}

/** The text of a value that is hashed. */
export function hashedText(where: string, value: unknown): string {
  if (typeof value === "string") return value;
  if (typeof value === "number" && Number.isFinite(value)) return BigInt(Math.trunc(value)).toString();
  throw new TypeError(`${where}: expected strings or numbers, received ${shown(value)}.`);
}
