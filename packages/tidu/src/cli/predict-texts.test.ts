import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { interpreterBackend } from "@tidu/core-tensor";
import { add, average, dense, embedding, flatten, globalAveragePooling1d, input } from "@tidu/layers";
import type { ExportOptions, Model } from "@tidu/models";
import { charVocabulary, textSequence, tokenizer } from "@tidu/text";
import { describe, expect, test } from "vitest";
import { functional, sequential } from "../models.ts";
import { predict } from "./predict.ts";

const backend = async () => interpreterBackend();

async function written(model: Model, options: ExportOptions): Promise<string> {
  const path = join(await mkdtemp(join(tmpdir(), "tidu-predict-")), "model.onnx");
  await model.export(path, options);
  return path;
}

async function run(args: readonly string[], streams: { readonly lines?: string; readonly isTerminal?: boolean } = {}) {
  const said: string[] = [];
  const complaints: string[] = [];
  const code = await predict(
    args,
    (text) => said.push(text),
    (text) => complaints.push(text),
    { input: Readable.from([streams.lines ?? ""]), isTerminal: streams.isTerminal ?? false },
  );
  return { code, said, complaints };
}

const parsed = ({ said }: { readonly said: readonly string[] }) => said.map((line) => JSON.parse(line) as unknown);

/** Rows of a table with a number in each of some cells, given as [row, column]. */
const table = (rows: number, columns: number, value: number, cells: readonly (readonly [number, number])[]): number[][] =>
  Array.from({ length: rows }, (_, row) =>
    Array.from({ length: columns }, (_, column) => (cells.some(([at, to]) => at === row && to === column) ? value : 0)),
  );

describe("a classifier of two texts", () => {
  const words = textSequence({ tokenizer: tokenizer().fitOnTexts(["yes yes yes", "no no", "maybe"]) }); // yes 1, no 2, maybe 3
  const preprocessing = { claim: words, reply: words };
  /** Whether the average word is a yes or a no. */
  const exported = async (labels?: readonly string[]) => {
    const [claim, reply] = [input({ shape: ["claimTime"], name: "claim" }), input({ shape: ["replyTime"], name: "reply" })];
    const known = embedding({ inputDim: 4, outputDim: 2, name: "known" });
    const both = average()([globalAveragePooling1d()(known(claim)), globalAveragePooling1d()(known(reply))]);
    const outputs = dense({ units: 2, activation: "softmax", useBias: false, name: "out" })(both);
    const model = functional({ inputs: [claim, reply], outputs, backend });
    await model.setWeights({
      "known/embeddings": table(4, 2, 4, [
        [1, 0],
        [2, 1],
      ]),
      "out/kernel": table(2, 2, 1, [
        [0, 0],
        [1, 1],
      ]),
    });
    return written(model, { preprocessing, ...(labels && { labels }) });
  };
  const labels = ["agrees", "denies"];

  test("takes them in turn, or with a tab between them", async () => {
    const path = await exported(labels);
    // 1 / (1 + exp(-4)), and 1 / (1 + exp(-2)) where one of the two is maybe, by hand
    const expected = ["agrees\t0.9820\tyes\tyes", "denies\t0.8808\tno\tmaybe"];
    expect(await run([path, "yes", "yes", "no", "maybe"])).toEqual({ code: 0, said: expected, complaints: [] });
    expect((await run([path], { lines: "yes\tyes\n\nno\tmaybe\n" })).said).toEqual(expected);
    expect((await run([path, "yes", "yes"], { isTerminal: true })).said).toEqual([
      "label   probability  claim | reply",
      "agrees       0.9820  yes | yes",
    ]);
    expect(parsed(await run([path, "--json", "yes", "yes"]))).toMatchObject([
      { texts: { claim: "yes", reply: "yes" }, label: "agrees", probabilities: { agrees: expect.closeTo(0.982, 3) } },
    ]);
    const numbers = await exported();
    expect((await run([numbers, "yes", "yes"])).said).toEqual(["0.982014 0.0179862\tyes\tyes"]);
    expect(parsed(await run([numbers, "--json", "yes", "yes"]))).toMatchObject([{ texts: { claim: "yes", reply: "yes" }, shape: [2] }]);
  });

  test("refuses rows that are not whole, and what is for other files", async () => {
    const path = await exported(labels);
    await expect(run([path, "yes", "no", "yes"])).rejects.toThrow(
      "expected texts in turn for claim, reply, a multiple of 2, received 3. Usage",
    );
    expect(await run([path], { lines: "yes\tno\nyes\n" })).toMatchObject({
      code: 1,
      said: [expect.stringMatching(/\tyes\tno$/)],
      complaints: ["tidu predict: line 2: expected 2 columns with tabs between them (claim, reply), received 1."],
    });
    expect((await run([path, "yes", "perhaps"])).complaints).toEqual([
      expect.stringMatching(/^tidu predict: row 1: .*"perhaps", has no word of the vocabulary/),
    ]);
    for (const option of ["--length", "--temperature", "--top-k", "--seed"])
      await expect(run([path, option, "1", "yes", "no"])).rejects.toThrow(
        `${option} is for files that generate texts; ${path} gives classes.`,
      );
    await expect(run([await exported(), "--seed=1", "yes", "no"])).rejects.toThrow("gives numbers.");
    const [left, right] = [input({ shape: [1], name: "left" }), input({ shape: [1], name: "right" })];
    const half = functional({ inputs: [left, right], outputs: add()([left, right]), backend });
    await expect(run([await written(half, {}), "1", "2"])).rejects.toThrow('takes numbers, not texts, for the input "left"');
  });
});

describe("a language model", () => {
  /** After each id comes the one that stands at its place. */
  const following = async (preprocessing: ExportOptions["preprocessing"] & object, next: readonly number[]) => {
    const ids = next.length;
    const model = sequential([embedding({ inputDim: ids, outputDim: ids, inputShape: ["time"], name: "next" })], { backend });
    const cells = next.map((to, id) => [id, to] as const);
    await model.setWeights({ "next/embeddings": table(ids, ids, 9, cells) });
    return written(model, { preprocessing, generates: "input" });
  };
  const letters = textSequence({ tokenizer: charVocabulary("abcd", { specialPieces: ["<pad>"], pad: "<pad>" }) });
  const round = [1, 2, 3, 4, 1]; // a, b, c, d, a …

  test("goes on with each text", async () => {
    const path = await following(letters, round);
    expect(await run([path, "--length", "5", "--top-k", "1", "ab", "d"])).toEqual({ code: 0, said: ["abcdabc", "dabcda"], complaints: [] });
    expect((await run([path, "--length=3", "--top-k=1"], { lines: "c\n", isTerminal: true })).said).toEqual(["cdab"]);
    expect(parsed(await run([path, "--json", "--length", "2", "--top-k", "1", "c"]))).toEqual([{ text: "c", generated: "da" }]);
    const drawn = ["--length", "30", "--temperature", "9", "a"];
    const [first] = (await run([path, "--seed", "3", ...drawn])).said;
    expect((await run([path, "--seed", "3", ...drawn])).said).toEqual([first]);
    expect((await run([path, "--seed", "4", ...drawn])).said).not.toEqual([first]);
    const [plain = ""] = (await run([path, "a"])).said;
    expect(plain.length).toBe(101); // drawn from what it gives: all but sure
  });

  test("of words sets them apart, begins where texts begin, and ends where they end", async () => {
    const words = tokenizer().fitOnTexts(["one one one", "two two", "three"]); // 1, 2, 3
    const path = await following(textSequence({ tokenizer: words, start: 4, end: 5 }), [0, 2, 3, 5, 1, 0]);
    expect((await run([path, "--top-k", "1", "", "two"])).said).toEqual(["one two three", "two three"]);
  });

  test("refuses a prompt without tokens, and numbers that are none", async () => {
    const path = await following(letters, round);
    expect(await run([path, "xyz", "--top-k", "1", "--length", "1", "a"])).toMatchObject({ code: 1, said: ["ab"] });
    expect((await run([path, ""])).complaints).toEqual([expect.stringMatching(/^tidu predict: text 1: generate: the prompt is empty/)]);
    for (const [args, message] of [
      [["--length", "0"], '--length: expected a whole number of at least 1, received "0". Usage'],
      [["--temperature", "0"], '--temperature: expected a number above 0 (--top-k 1 takes the likeliest), received "0"'],
      [["--top-k", "few"], '--top-k: expected a whole number of at least 1, received "few"'],
      [["--seed"], "--seed: expected a whole number, received nothing"],
      [["--sede", "1"], 'option "--sede": did you mean "--seed"?'],
    ] as const)
      await expect(run([path, ...args])).rejects.toThrow(message);
  });
});

describe("a translator", () => {
  const english = textSequence({ tokenizer: tokenizer().fitOnTexts(["cat cat", "dog"]), maxlen: 1 }); // cat 1, dog 2
  const spoken = tokenizer().fitOnTexts(["kat kat", "hund"]); // kat 1, hund 2
  /** Says the word for the English one after the start, then the end. */
  const exported = async (start?: number) => {
    const [heard, said] = [input({ shape: [1], name: "english" }), input({ shape: ["time"], name: "other" })];
    const wanted = embedding({ inputDim: 3, outputDim: 5, name: "wanted" })(heard);
    const done = embedding({ inputDim: 5, outputDim: 5, name: "done" })(said);
    const model = functional({ inputs: [heard, said], outputs: add()([wanted, done]), backend });
    await model.setWeights({
      "wanted/embeddings": table(3, 5, 10, [
        [1, 1],
        [2, 2],
      ]),
      "done/embeddings": table(5, 5, 20, [
        [1, 4],
        [2, 4],
      ]),
    });
    const other = textSequence({ tokenizer: spoken, ...(start !== undefined && { start }), end: 4 });
    return written(model, { preprocessing: { english, other }, generates: "other" });
  };

  test("says what each text is, the likeliest unless asked to draw", async () => {
    const path = await exported(3);
    expect(await run([path, "cat", "dog"])).toEqual({ code: 0, said: ["kat", "hund"], complaints: [] });
    expect((await run([path], { lines: "dog\n" })).said).toEqual(["hund"]);
    expect(parsed(await run([path, "--json", "dog"]))).toEqual([{ text: "dog", generated: "hund" }]);
    const drawn = await Promise.all([1, 2, 3, 4, 5, 6].map((seed) => run([path, "--temperature", "50", "--seed", String(seed), "cat"])));
    expect(new Set(drawn.map(({ said }) => said[0])).size).toBeGreaterThan(1);
    expect((await run([path, "cat", "mouse"])).complaints).toEqual([expect.stringMatching(/^tidu predict: text 2: .*"mouse"/)]);
  });

  test("needs an id that texts begin with, and texts that it reads", async () => {
    const path = await exported();
    await expect(run([path, "cat"])).rejects.toThrow(`${path} makes texts for "other", which have no start id to begin from.`);
    const [heard, said] = [input({ shape: [2], name: "heard" }), input({ shape: ["time"], name: "said" })];
    const scores = dense({ units: 5 })(embedding({ inputDim: 5, outputDim: 2 })(said));
    const numeric = functional({ inputs: [heard, said], outputs: add()([scores, dense({ units: 5 })(flatten()(heard))]), backend });
    const file = await written(numeric, {
      preprocessing: { said: textSequence({ tokenizer: spoken, start: 3, end: 4 }) },
      generates: "said",
      samples: { heard: [[1, 2]], said: ["kat"] },
    });
    await expect(run([file, "cat"])).rejects.toThrow('takes numbers, not texts, for the input "heard"');
  });
});
