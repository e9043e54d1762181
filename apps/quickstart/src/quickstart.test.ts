import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, readdir, readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { InferenceSession, Tensor } from "onnxruntime-node";
import { expect, test } from "vitest";
import { inspectOnnx } from "tidu";
import { splitFlowers } from "./flowers.ts";
import { quickstart } from "./quickstart.ts";

const folder = (): Promise<string> => mkdtemp(join(tmpdir(), "quickstart-"));

test("flowers are split without overlap, with equally many of each species", () => {
  const { train, validation, test: held } = splitFlowers(1);
  const counts = [train, validation, held].map(({ y }) =>
    [0, 1, 2].map((species) => Array.from(y.data, Number).filter((label) => label === species).length),
  );
  expect(counts).toEqual([[32, 32, 32], [8, 8, 8], [10, 10, 10]]); // prettier-ignore
});

test.each(["onnxruntime-node", "tfjs-wasm"] as const)(
  "it trains on %s and proves the file that it writes",
  { timeout: 120_000 },
  async (backend) => {
    const out = await folder();
    const said: string[] = [];
    await quickstart({ epochs: 40, seed: 1, backend, out, verbose: 0 }, (text) => said.push(text));
    const text = said.join("\n");
    expect(Number(/Test accuracy: ([\d.]+) %/.exec(text)?.[1])).toBeGreaterThanOrEqual(90);
    expect(text).toMatch(/class +precision +recall +F1/);
    expect(text).toMatch(/virginica +\d+ +\d+ +\d+/);
    const difference = /largest difference to the model's own predictions: (\S+)/.exec(text)?.[1];
    expect(Number.parseFloat(difference ?? "")).toBeLessThan(1e-5);
    expect((await readdir(out)).toSorted()).toEqual(["iris-curves.html", "iris.onnx"]);

    // The file alone, in centimetres: rows 1, 51 and 101 of Fisher's table are the first of each species.
    const bytes = await readFile(join(out, "iris.onnx"));
    expect(inspectOnnx(bytes).metadata["classes"]).toBe("setosa, versicolor, virginica");
    const session = await InferenceSession.create(bytes);
    const first = Float32Array.of(5.1, 3.5, 1.4, 0.2, 7.0, 3.2, 4.7, 1.4, 6.3, 3.3, 6.0, 2.5);
    const outputs = await session.run({ [session.inputNames[0] ?? ""]: new Tensor("float32", first, [3, 4]) });
    const probabilities = Array.from(outputs[session.outputNames[0] ?? ""]?.data ?? [], Number);
    const species = [0, 1, 2].map((row) => probabilities.slice(3 * row, 3 * row + 3)).map((row) => row.indexOf(Math.max(...row)));
    expect(species).toEqual([0, 1, 2]);

    const page = await readFile(join(out, "iris-curves.html"), "utf8");
    expect(page).toContain(">loss<");
    expect(page).toContain(">accuracy<");
  },
);

const built = fileURLToPath(new URL("../dist/main.js", import.meta.url));
const isBuilt = existsSync(fileURLToPath(new URL("../dist/quickstart.js", import.meta.url)));
const run = promisify(execFile);

test("as a program it says which engine it uses, and leaves its files", { timeout: 120_000 }, async ({ skip }) => {
  if (!isBuilt) skip("not built: npm run build makes dist/");
  const out = join(await folder(), "new", "folder");
  const { stdout, stderr } = await run(process.execPath, [built, "--epochs", "3", "--out", out], {
    env: { ...process.env, TIDU_BACKEND: "" },
  });
  expect(stderr).toContain("tidu: using onnxruntime-node (native), the fastest engine.");
  expect(stdout).toContain("Epoch 3/3");
  expect(stdout).toContain("Test accuracy:");
  expect((await readdir(out)).toSorted()).toEqual(["iris-curves.html", "iris.onnx"]);
});

test("as a program it refuses what it does not know with exit code 1 and one line", async ({ skip }) => {
  if (!isBuilt) skip("not built: npm run build makes dist/");
  const failed = await run(process.execPath, [built, "--epoch", "3"]).catch((error: unknown) => error);
  expect(failed).toMatchObject({
    code: 1,
    stderr: 'quickstart: option "--epoch": did you mean "--epochs"? Known: --epochs, --seed, --backend, --out, --help.\n',
  });
});
