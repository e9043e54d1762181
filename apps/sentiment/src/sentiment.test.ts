import { mkdtemp, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { gzipSync } from "node:zlib";
import { draws, sharedFile } from "@tidu/app-kit";
import { backend as backendOf, inspectOnnx } from "tidu";
import { expect, test } from "vitest";
import { loadReviews } from "./load-reviews.ts";
import type { Reviews } from "./load-reviews.ts";
import { linesOf, predict } from "./predict.ts";
import { train } from "./train.ts";

test("it learns from small reviews, and the file alone knows what sentences mean", async () => {
  const out = await mkdtemp(join(tmpdir(), "sentiment-"));
  const reviews = { train: madeUp(400, 1), test: madeUp(100, 2) };
  const backend = await backendOf("onnxruntime-node");
  const said: string[] = [];
  const { accuracy, path } = await train({ reviews, epochs: 12, seed: 1, out, backend, verbose: 0 }, (text) => said.push(text));
  // "not" turns each word around, so single words say nothing: pairs do.
  expect(accuracy).toBeGreaterThan(0.9);
  expect(said.join("\n")).toMatch(/true \\ predicted +negative +positive/);

  const { metadata } = inspectOnnx(await readFile(path));
  expect(JSON.parse(metadata["tidu.labels"] ?? "")).toEqual(["negative", "positive"]);
  const predictions: string[] = [];
  const lines = linesOf(Readable.from("the plot was not awful\n\nThe plot was NOT good!\n"));
  await predict(path, lines, (text) => predictions.push(text));
  expect(predictions).toEqual([
    expect.stringMatching(/^positive +\d+\.\d % {2}the plot was not awful$/),
    expect.stringMatching(/^negative +\d+\.\d % {2}The plot was NOT good!$/),
  ]);
});

test("on movie reviews it is far from guessing after a second", async ({ skip }) => {
  if (sharedFile("imdb_train.jsonl.gz") === undefined) skip("it needs ../shared/data/imdb_train.jsonl.gz beside the repository");
  const { train: known, test: unseen } = await loadReviews();
  const some = ({ texts, labels }: Reviews, count: number): Reviews => ({ texts: texts.slice(0, count), labels: labels.slice(0, count) });
  const out = await mkdtemp(join(tmpdir(), "sentiment-"));
  const backend = await backendOf("onnxruntime-node");
  const reviews = { train: some(known, 1000), test: some(unseen, 500) };
  // The whole: `npm run sentiment`, 0.85 and more.
  const { accuracy } = await train({ reviews, epochs: 8, seed: 1, out, maxTokens: 5000, backend, verbose: 0 }, () => {});
  expect(accuracy).toBeGreaterThan(0.7);
});

test("reviews come from a folder of one's own", async () => {
  const dataDir = await mkdtemp(join(tmpdir(), "sentiment-"));
  const file = (text: string, label: number): Uint8Array => gzipSync(`${JSON.stringify({ text, label, id: "1" })}\n`);
  await writeFile(join(dataDir, "imdb_train.jsonl.gz"), file("fine", 1));
  await writeFile(join(dataDir, "imdb_test.jsonl.gz"), file("dull", 0));
  expect(await loadReviews({ dataDir })).toEqual({ train: { texts: ["fine"], labels: [1] }, test: { texts: ["dull"], labels: [0] } });
});

test("a folder without reviews, and a file that is not there yet, are said with what to do", async () => {
  const empty = await mkdtemp(join(tmpdir(), "sentiment-"));
  await expect(loadReviews({ dataDir: empty })).rejects.toThrow("aclImdb");
  await expect(predict(join(empty, "sentiment.onnx"), ["fine"], () => {})).rejects.toThrow("Run it without sentences first");
});

test("without reviews beside the repository it says how to get them", async ({ skip }) => {
  if (sharedFile("imdb_train.jsonl.gz") !== undefined) skip("reviews are in ../shared/data, so they are not missing");
  await expect(loadReviews()).rejects.toThrow("--data-dir FOLDER");
});

/** "the plot was not awful": four subjects, four words, with or without "not". */
function madeUp(count: number, seed: number): Reviews {
  const { pick, chance } = draws(seed);
  const rows = Array.from({ length: count }, () => {
    const good = chance(0.5);
    const negated = chance(0.5);
    const opinion = good ? pick(["good", "moving"]) : pick(["awful", "dull"]);
    return {
      text: `The ${pick(["plot", "film", "cast", "end"])} was ${negated ? "not " : ""}${opinion}.`,
      label: Number(good !== negated),
    };
  });
  return { texts: rows.map(({ text }) => text), labels: rows.map(({ label }) => label) };
}
