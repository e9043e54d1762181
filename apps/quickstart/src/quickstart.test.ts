import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, readdir, readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { InferenceSession, Tensor } from "onnxruntime-node";
import { expect, test } from "vitest";
import { backend, datasets, inspectOnnx, layers, metrics, sequential } from "tidu";
import { quickstart } from "./quickstart.ts";

const folder = (): Promise<string> => mkdtemp(join(tmpdir(), "quickstart-"));

test.each([
  { backend: "onnxruntime-node", images: 6000, epochs: 4, atLeast: 97 },
  { backend: "tfjs-wasm", images: 1000, epochs: 4, atLeast: 70 },
] as const)(
  "it trains on $backend, gets $atLeast % of unseen digits right and proves the file that it writes",
  { timeout: 300_000 },
  async ({ backend: name, images, epochs, atLeast }) => {
    const out = await folder();
    const said: string[] = [];
    await quickstart({ images, epochs, seed: 1, backend: name, out, verbose: 0 }, (text) => said.push(text));
    const text = said.join("\n");
    expect(Number(/Test accuracy: ([\d.]+) %/.exec(text)?.[1])).toBeGreaterThanOrEqual(atLeast);
    expect(text).toMatch(/true \\ predicted +0 +1 +2 +3 +4 +5 +6 +7 +8 +9/);
    const difference = /largest difference to the model's own predictions: (\S+)/.exec(text)?.[1];
    expect(Number.parseFloat(difference ?? "")).toBeLessThan(1e-5);
    expect((await readdir(out)).toSorted()).toEqual(["digits.html", "digits.onnx"]);

    // The file alone, on digits of another seed: bytes as they are.
    const bytes = await readFile(join(out, "digits.onnx"));
    expect(inspectOnnx(bytes).metadata).toMatchObject({
      inputs: expect.stringContaining("from 0 (paper) to 255 (ink)"),
      classes: "0, 1, 2, 3, 4, 5, 6, 7, 8, 9",
    });
    const session = await InferenceSession.create(bytes);
    const { x, y } = datasets.digits({ count: 200, testCount: 1, seed: 99 }).train;
    const feeds = { [session.inputNames[0] ?? ""]: new Tensor("float32", Float32Array.from(x.data), x.shape) };
    const { data } = (await session.run(feeds))[session.outputNames[0] ?? ""] ?? {};
    const probabilities = { dtype: "float32", shape: [200, 10], data: Float32Array.from(data ?? [], Number) } as const;
    expect(200 - metrics.confidentMistakes(y, probabilities).length).toBeGreaterThanOrEqual(2 * (atLeast - 5));

    const page = await readFile(join(out, "digits.html"), "utf8");
    for (const part of [">loss<", ">accuracy<", "Confusion matrix", "Most confident mistakes", "Filters of the first convolution"])
      expect(page).toContain(part);
    const matrix = [...text.matchAll(/^\d +(.*)$/gm)].map(([, row = ""]) => row.split(/ +/).map(Number));
    const wrong = matrix.flatMap((row, actual) => row.filter((_, predicted) => predicted !== actual)).reduce((sum, count) => sum + count);
    const filters = 16;
    expect(page.match(/<figure>/g)).toHaveLength(Math.min(27, wrong) + filters);
  },
);

test("a linear model stays under 90 % on the same digits", { timeout: 120_000 }, async () => {
  const { train, test: held } = datasets.digits({ seed: 1 });
  const model = sequential(
    [layers.rescaling({ scale: 1 / 255, inputShape: [28, 28, 1] }), layers.flatten(), layers.dense({ units: 10, activation: "softmax" })],
    { seed: 1, backend: () => backend("onnxruntime-node") },
  );
  model.compile({ optimizer: "adam", loss: "sparseCategoricalCrossentropy", metrics: ["accuracy"] });
  await model.fit(train.x, train.y, { epochs: 20, verbose: 0 });
  const accuracy = (await model.evaluate(held.x, held.y))["accuracy"];
  expect(accuracy).toBeGreaterThan(0.75);
  expect(accuracy).toBeLessThan(0.9);
});

test("a folder that cannot be made is said with what to do", async () => {
  const file = fileURLToPath(import.meta.url);
  await expect(quickstart({ out: file }, () => {})).rejects.toThrow(/cannot make the folder .* Choose another one with --out\./);
});

const built = fileURLToPath(new URL("../dist/main.js", import.meta.url));
const isBuilt = existsSync(fileURLToPath(new URL("../dist/load-digits.js", import.meta.url)));
const run = promisify(execFile);

test("as a program it says which engine it uses, and leaves its files where the user stands", { timeout: 120_000 }, async ({ skip }) => {
  if (!isBuilt) skip("not built: npm run build makes dist/");
  const stands = await folder();
  const { stdout, stderr } = await run(process.execPath, [built, "--images", "300", "--epochs", "2", "--out", join("new", "folder")], {
    env: { ...process.env, TIDU_BACKEND: "", INIT_CWD: stands },
  });
  expect(stderr).toContain("tidu: using onnxruntime-node (native), the fastest engine.");
  expect(stdout).toContain("Epoch 2/2");
  expect(stdout).toContain("Test accuracy:");
  expect((await readdir(join(stands, "new", "folder"))).toSorted()).toEqual(["digits.html", "digits.onnx"]);
});

test("as a program it refuses what it does not know with exit code 1 and one line", async ({ skip }) => {
  if (!isBuilt) skip("not built: npm run build makes dist/");
  const failed = await run(process.execPath, [built, "--epoch", "3"]).catch((error: unknown) => error);
  expect(failed).toMatchObject({
    code: 1,
    stderr:
      'quickstart: option "--epoch": did you mean "--epochs"? Known: --data, --data-dir, --images, --epochs, --seed, --backend, --out, --help.\n',
  });
});
