import { fixtureTensor, loadFixture } from "@tidu/testing";
import type { FixtureTensor } from "@tidu/testing";
import { describe, expect, test } from "vitest";
import { textPreprocessorFromConfig } from "../from-config.ts";
import type { EncodedTexts } from "../text-preprocessor.ts";
import { hashedCrossing } from "./hashed-crossing.ts";
import type { HashedCrossingOptions } from "./hashed-crossing.ts";
import { hashing } from "./hashing.ts";
import type { Hashables, HashingOptions } from "./hashing.ts";
import { stringLookup } from "./string-lookup.ts";
import type { StringLookupOptions, Strings } from "./string-lookup.ts";
import { textVectorization } from "./text-vectorization.ts";
import type { TextVectorizationOptions } from "./text-vectorization.ts";

interface Case<Options> {
  readonly options: Options;
  readonly output: FixtureTensor;
}

interface Learned {
  readonly adapt?: readonly string[];
  readonly vocabulary: readonly string[];
}

interface Fixture {
  readonly vectorizations: readonly (Case<TextVectorizationOptions> & Learned & { readonly texts: readonly string[] })[];
  readonly lookups: readonly (Case<StringLookupOptions> & Learned & { readonly values: Strings })[];
  readonly inversions: readonly {
    readonly options: StringLookupOptions;
    readonly ids: readonly number[];
    readonly strings: readonly string[];
  }[];
  readonly hashes: readonly (Case<HashingOptions> & { readonly values: Hashables })[];
  readonly crossings: readonly (Case<HashedCrossingOptions> & { readonly features: readonly (readonly (string | number)[])[] })[];
}

const { vectorizations, lookups, inversions, hashes, crossings } = loadFixture<Fixture>("preprocessing");

function expectOutput(encoded: EncodedTexts, output: FixtureTensor): void {
  const expected = fixtureTensor(output);
  expect([encoded.dtype, encoded.shape]).toEqual([expected.dtype, expected.shape]);
  encoded.data.forEach((value, i) => expect(value).toBeCloseTo(output.data[i] ?? NaN, 5));
}

describe("texts as Keras vectorizes them", () => {
  for (const { options, adapt, vocabulary, texts, output } of vectorizations) {
    test(JSON.stringify(options), () => {
      const made = textVectorization(options);
      const learned = adapt === undefined ? made : made.adapt(adapt);
      expect(learned.getVocabulary()).toEqual(vocabulary);
      for (const copy of [learned, textPreprocessorFromConfig(JSON.parse(JSON.stringify(learned.config)))])
        expectOutput(copy.encode(texts), output);
    });
  }
});

describe("strings as Keras looks them up", () => {
  for (const { options, adapt, vocabulary, values, output } of lookups) {
    test(JSON.stringify(options), () => {
      const made = stringLookup(options);
      const learned = adapt === undefined ? made : made.adapt(adapt);
      expect(learned.getVocabulary()).toEqual(vocabulary);
      expectOutput(learned.encode(values), output);
      expectOutput(copyOf(learned.config).encode(values), output);
    });
  }
  test.each(inversions)("back: $options", ({ options, ids, strings }) => {
    expect(stringLookup({ ...options, vocabulary: ["a", "b", "c"] }).decode(ids)).toEqual(strings);
  });
});

const copyOf = (config: unknown): ReturnType<typeof stringLookup> => {
  const { options, state } = JSON.parse(JSON.stringify(config)) as {
    readonly options: StringLookupOptions;
    readonly state: StringLookupOptions;
  };
  return stringLookup({ ...options, ...state });
};

describe("hashes as on TensorFlow", () => {
  for (const { options, values, output } of hashes) {
    test(JSON.stringify(options), () => expectOutput(hashing(options).encode(values), output));
  }
  for (const { options, features, output } of crossings) {
    test(`crossed ${JSON.stringify(options)}`, () => expectOutput(hashedCrossing(options).encode(features), output));
  }
});
