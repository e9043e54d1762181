import { mkdtemp, readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadModel } from "@tidu/serve";
import { backend as backendOf, load } from "tidu";
import { expect, test } from "vitest";
import { train } from "./train.ts";
import { exactMatches, translate } from "./translate.ts";
import { translator } from "./translator.ts";
import { lessonsOf, longestSentence, vocabulariesFromJson, vocabulariesOf, vocabulariesToJson } from "./vocabularies.ts";
import { inEnglish } from "./language/english.ts";
import { beings, things, transitives } from "./language/lexicon.ts";
import type { Noun } from "./language/lexicon.ts";
import type { Clause, NounPhrase } from "./language/meaning.ts";
import type { Pair, PairParts } from "./language/pairs.ts";
import { inVeldari } from "./language/veldari.ts";

const pairs: readonly Pair[] = [
  { english: "the dog sees the cat", veldari: "haron miretet vida" },
  { english: "did the cat sleep ?", veldari: "miret dormis ka" },
];

test("teacher forcing: the decoder is given each word but the last, and asked for the next one", () => {
  const vocabularies = vocabulariesOf(pairs);
  const { veldari } = vocabularies;
  const { x, y } = lessonsOf(pairs, vocabularies);
  const ids = (row: string): readonly number[] => veldari.tokenizer.encode(row);
  const filled = (row: readonly number[]): readonly number[] => [
    ...row,
    ...Array.from({ length: longestSentence - 1 - row.length }, () => 0),
  ];
  expect([...x.veldari.data].slice(0, longestSentence - 1)).toEqual(filled([veldari.start, ...ids("haron miretet vida"), veldari.end]));
  expect([...y.data].slice(0, longestSentence - 1)).toEqual(filled([...ids("haron miretet vida"), veldari.end]));
  expect(x.english.shape).toEqual([2, longestSentence]);
});

test("vocabularies come back from their JSON", () => {
  const vocabularies = vocabulariesOf(pairs);
  const again = vocabulariesFromJson(vocabulariesToJson(vocabularies));
  expect(again.veldari.sequence.encode(["haron dormis"])).toEqual(vocabularies.veldari.sequence.encode(["haron dormis"]));
  expect(() => vocabulariesFromJson("{}")).toThrow("expected the vocabularies of two languages");
});

test("words and sentences that were not learned are refused", async () => {
  const vocabularies = vocabulariesOf(pairs);
  const { english, veldari } = vocabularies;
  const sizes = { englishWords: english.sequence.vocabularySize, veldariWords: veldari.sequence.vocabularySize, longest: longestSentence };
  const model = translator({ ...sizes, width: 8 }, { seed: 1, backend: () => backendOf("onnxruntime-node") });
  await expect(translate(model, vocabularies, ["the dgo sees"])).rejects.toThrow('the word "dgo" was not learned: did you mean "dog"?');
  await expect(translate(model, vocabularies, [" "])).rejects.toThrow("received an empty one");
  await expect(translate(model, vocabularies, [Array.from({ length: 17 }, () => "the").join(" ")])).rejects.toThrow("has 17 words");
  // Untrained, it says something all the same, and ends.
  const [greedy, searched] = [
    await translate(model, vocabularies, ["the dog"]),
    await translate(model, vocabularies, ["the dog"], { beams: 3 }),
  ];
  expect([greedy.length, searched.length]).toEqual([1, 1]);
});

test("a share of exact matches, by hand", () => {
  expect(exactMatches(["a b", "a", "c"], ["a b", "a c", "c"])).toBeCloseTo(2 / 3);
});

test("it learns verbs behind objects and endings from few sentences, and its files translate as it does, that of ONNX from raw text", async () => {
  const out = await mkdtemp(join(tmpdir(), "translate-"));
  const lines: string[] = [];
  const backend = await backendOf("onnxruntime-node");
  const exact = await train(
    { pairs: smallPairs(), epochs: 40, width: 32, beams: 2, seed: 1, batchSize: 16, out, backend, verbose: 0 },
    (text) => lines.push(text),
  );
  expect(lines.join("\n")).toMatch(/With 2 beams: [\d.]+ %/);
  expect(exact).toBeGreaterThan(0.5); // there are 216 sentences: guessing never gets half of them
  const vocabularies = vocabulariesFromJson(await readFile(join(out, "translator.json"), "utf8"));
  const model = await load(join(out, "translator.safetensors"), { backend: async () => backend });
  const { test: unseen } = smallPairs();
  const found = await translate(
    model,
    vocabularies,
    unseen.map(({ english }) => english),
  );
  const expected = unseen.map(({ veldari }) => veldari);
  expect(exactMatches(found, expected)).toBeCloseTo(exact, 12);
  const served = await loadModel(join(out, "translator.onnx"));
  expect(served.generates).toBe("veldari");
  const said = await Promise.all(
    unseen.map(({ english }) => served.generate("", { inputs: { english }, sample: { strategy: "greedy" }, length: longestSentence - 1 })),
  );
  expect(said).toEqual(found);
  const other = served.generate("", { inputs: { english: "the dgo sees the cat" } });
  await expect(other).rejects.toThrow('has the word "dgo", which is not in the vocabulary');
  await served.dispose();
});

/** "the dog sees the cat" with 6 beings, 6 things and 6 verbs: every sixth is held for the test. */
function smallPairs(): PairParts {
  const the = (noun: Noun): NounPhrase => ({ kind: "noun", noun, determiner: "the", count: 1 });
  const all = beings.slice(0, 6).flatMap((subject) =>
    things.slice(0, 6).flatMap((object) =>
      transitives.slice(0, 6).map((verb): Pair => {
        const predicate = { kind: "object", verb, object: the(object) } as const;
        const clause: Clause = { subject: the(subject), predicate, tense: "present", negated: false, asked: false };
        return { english: inEnglish(clause), veldari: inVeldari(clause) };
      }),
    ),
  );
  const held = all.filter((_, i) => (i + Math.floor(i / 6)) % 6 === 0);
  return { train: all.filter((pair) => !held.includes(pair)), validation: held.slice(0, 6), test: held };
}
