import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sharedFile } from "@tidu/app-kit";
import { loadModel } from "@tidu/serve";
import { backend as backendOf, text } from "tidu";
import { expect, test } from "vitest";
import { loadText } from "./load-text.ts";
import { networkNames, networks } from "./networks.ts";
import { train } from "./train.ts";
import { write } from "./write.ts";
import { loadWriter } from "./load-writer.ts";

const rhyme = "the rain in spain stays mainly in the plain. ".repeat(40);

test.each(networkNames)("a %s learns a text by heart, keeps it, and says it again, from its ONNX file too", async (network) => {
  const backend = await backendOf("onnxruntime-node");
  const out = await mkdtemp(join(tmpdir(), "textgen-"));
  const said: string[] = [];
  const options = { network, steps: 120, context: 24, depth: 1, width: 32, batchSize: 16, learningRate: 0.01, seed: 1 } as const;
  const loss = await train(
    { ...options, text: { train: rhyme, validation: rhyme.slice(0, 400) }, temperature: 0.5, topK: 3, out, backend, verbose: 0 },
    (line) => said.push(line),
  );
  // Its 15 characters alone carry 2.5 nats each; once the word is known, most letters are.
  expect(loss).toBeLessThan(0.6);
  expect(said.filter((line) => line.includes("  | "))).toHaveLength(10);

  const { model, characters, ...looking } = await loadWriter(out, { backend: async () => backend });
  const more = await write(model, characters, { prompt: "the rain", length: 60, temperature: 0.1, topK: 1, seed: 3, ...looking });
  expect(more).toHaveLength(68);
  expect(more).toMatch(/^the rain in spain stays mainly in the plain\./);

  const served = await loadModel(join(out, "writer.onnx"));
  expect(served.generates).toBe("input");
  // As long as a transformer's context has room, after which the app goes on with half of it.
  const room = options.context - "the rain".length;
  expect(await served.generate("the rain", { length: room, sample: { strategy: "greedy" } })).toBe(more.slice(8, 8 + room));
  expect(await served.generate("the rain", { length: 2 * room, sample: { strategy: "greedy" } })).toHaveLength(2 * room);
  await served.dispose();
});

test.each(networkNames)("what a %s writes depends on the seed alone, and every character is told as it comes", async (network) => {
  const backend = await backendOf("onnxruntime-node");
  const model = networks[network]({ characters: 4, depth: 1, width: 8 }, { seed: 1, backend: async () => backend });
  const characters = text.charVocabulary("abcd");
  const looking = network === "transformer" ? { context: 8 } : {};
  const written = (seed: number, told: string[] = []): Promise<string> =>
    write(model, characters, { prompt: "ab", length: 30, temperature: 1, topK: 4, seed, ...looking, onCharacter: (one) => told.push(one) });
  const told: string[] = [];
  const first = await written(5, told);
  expect(first).toMatch(/^ab[abcd]{30}$/);
  expect(told.join("")).toBe(first.slice(2));
  expect(await written(5)).toBe(first);
  expect(await written(6)).not.toBe(first);
});

test("a file of one's own is cut in two; without one it says what to do", async ({ skip }) => {
  const file = join(await mkdtemp(join(tmpdir(), "textgen-")), "mine.txt");
  await writeFile(file, "0123456789");
  expect(await loadText({ file })).toEqual({ train: "012345678", validation: "9" });
  if (sharedFile("tiny_shakespeare.txt") !== undefined) skip("Shakespeare's plays are here");
  await expect(loadText()).rejects.toThrow("Give a text of your own with --text FILE");
});

test("Shakespeare's last tenth is measured on", async ({ skip }) => {
  if (sharedFile("tiny_shakespeare.txt") === undefined) skip("it needs ../shared/data/tiny_shakespeare.txt beside the repository");
  const { train: learned, validation } = await loadText();
  expect(learned).toMatch(/^First Citizen:\nBefore we proceed any further/);
  expect(learned.length + validation.length).toBe(1_115_394);
  expect(validation.length / 1_115_394).toBeCloseTo(0.1, 4);
});

test("nothing is written before anything is learned", async () => {
  await expect(loadWriter(await mkdtemp(join(tmpdir(), "textgen-")))).rejects.toThrow("Run it without a prompt first");
});
