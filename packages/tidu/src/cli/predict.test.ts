import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { interpreterBackend } from "@tidu/core-tensor";
import { dense, embedding, globalAveragePooling1d } from "@tidu/layers";
import { textSequence, textVectorization, tokenizer } from "@tidu/text";
import { expect, test } from "vitest";
import { sequential } from "../models.ts";
import { main } from "./main.ts";
import { predict } from "./predict.ts";
import { usage } from "./predict-arguments.ts";

const words = textVectorization().adapt(["good film", "bad film"]); // film 2, good 3, bad 4
const backend = async () => interpreterBackend();

/** Good films are good: the only weights that count are those of the two words. */
async function exported(options: { readonly labels?: readonly string[]; readonly strict?: boolean } = {}): Promise<string> {
  const model = sequential(
    [
      embedding({ inputDim: 5, outputDim: 2, inputShape: ["time"], name: "in" }),
      globalAveragePooling1d(),
      dense({ units: 2, activation: "softmax", useBias: false, kernelInitializer: "ones", name: "out" }),
    ],
    { backend },
  );
  await model.setWeights({
    "in/embeddings": [
      [0, 0],
      [0, 0],
      [0, 0],
      [0, 9],
      [9, 0],
    ],
    "out/kernel": [
      [1, 0],
      [0, 1],
    ],
  });
  const strict = textSequence({ tokenizer: tokenizer().fitOnTexts(["film film film", "good good", "bad"]) });
  const path = join(await mkdtemp(join(tmpdir(), "tidu-predict-")), "films.onnx");
  await model.export(path, { preprocessing: options.strict ? strict : words, ...(options.labels && { labels: options.labels }) });
  return path;
}

const labels = ["bad", "good"];

async function run(args: readonly string[], streams: { readonly lines?: string; readonly isTerminal?: boolean } = {}) {
  const said: string[] = [];
  const complaints: string[] = [];
  const input = Readable.from([streams.lines ?? ""]);
  const code = await predict(
    args,
    (text) => said.push(text),
    (text) => complaints.push(text),
    { input, isTerminal: streams.isTerminal ?? false },
  );
  return { code, said, complaints };
}

test("texts that are given are predicted on: lines for programs, columns for people, JSON", async () => {
  const path = await exported({ labels });
  expect(await run([path, "good film", "bad film"])).toEqual({
    code: 0,
    said: ["good\t0.9890\tgood film", "bad\t0.9890\tbad film"], // 1 / (1 + exp(-9 / 2)), by hand
    complaints: [],
  });
  expect((await run([path, "good film"], { isTerminal: true })).said).toEqual([
    "label  probability  text",
    "good        0.9890  good film",
  ]);
  const { said } = await run([path, "--json", "good film", "bad"]);
  expect(said.map((line) => JSON.parse(line) as unknown)).toMatchObject([
    { text: "good film", label: "good", probabilities: { good: expect.closeTo(0.989, 3), bad: expect.closeTo(0.011, 3) } },
    { text: "bad", label: "bad" },
  ]);
  expect((await run([path, "--", "--json"])).said[0]).toMatch(/--json$/);
});

test("lines of the standard input are predicted on as they come; empty ones are passed over and counted", async () => {
  const path = await exported({ labels });
  expect(await run([path], { lines: "good\n\nbad film\n" })).toEqual({
    code: 0,
    said: [expect.stringMatching(/^good\t/), expect.stringMatching(/^bad\t/)],
    complaints: ["tidu predict: 1 empty line was passed over."],
  });
});

test("without labels the numbers are printed", async () => {
  const path = await exported();
  expect((await run([path, "good film"])).said).toEqual(["0.0109869 0.989013\tgood film"]);
  expect(JSON.parse((await run([path, "--json", "good film"])).said[0] ?? "")).toMatchObject({ text: "good film", shape: [2] });
});

test("a text that cannot be predicted on is named, the others are predicted, and the exit code is 1", async () => {
  const path = await exported({ labels, strict: true });
  const { code, said, complaints } = await run([path], { lines: "good\nnobody\nfilm\n" });
  expect([code, said.length]).toEqual([1, 2]);
  expect(complaints).toEqual([expect.stringMatching(/^tidu predict: line 2: .*"nobody", has no word of the vocabulary/)]);
  expect((await run([await exported({ labels }), "good", ""])).complaints).toEqual([
    expect.stringMatching(/^tidu predict: text 2: predict: text 0 is empty/),
  ]);
});

test("wrong calls say what is right", async () => {
  const complaints: string[] = [];
  const code = async (...args: readonly string[]) =>
    main(
      ["predict", ...args],
      () => {},
      (text) => complaints.push(text),
    );
  const numbers = join(await mkdtemp(join(tmpdir(), "tidu-predict-")), "numbers.onnx");
  await sequential([dense({ units: 1, inputShape: [2] })], { backend }).export(numbers);
  const positions = numbers.replace("numbers.onnx", "positions.onnx");
  const everyPosition = sequential([embedding({ inputDim: 5, outputDim: 2, inputShape: ["time"] })], { backend });
  await everyPosition.export(positions, { preprocessing: words });
  for (const args of [[], ["nowhere.onnx", "text"], ["--jsn", "x.onnx"], [numbers, "text"], [positions, "text"]]) {
    expect(await code(...args)).toBe(1);
  }
  expect(complaints).toEqual([
    `tidu predict: expected a file. ${usage}`,
    expect.stringMatching(/^tidu predict: loadModel: cannot read nowhere\.onnx/),
    expect.stringMatching(/^tidu predict: option "--jsn": did you mean "--json"\?/),
    expect.stringMatching(/^tidu predict: .*numbers\.onnx takes numbers, not texts/),
    expect.stringMatching(/^tidu predict: .*positions\.onnx gives numbers for every position of a text.*export it with { generates }/),
  ]);
  await expect(run([await exported({ labels })], { lines: "\n\n" })).rejects.toThrow("received no text. Usage");
});
