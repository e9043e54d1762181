import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { interpreterBackend, tensor, trace } from "@tidu/core-tensor";
import type { Tensor } from "@tidu/core-tensor";
import { encodeModel, toOnnx } from "@tidu/onnx-export";
import { expect, test } from "vitest";
import type { Engine } from "../engine/engines.ts";
import { doctor } from "./doctor.ts";
import { main } from "./main.ts";

const run = async (...args: readonly string[]) => {
  const said: string[] = [];
  const complaints: string[] = [];
  const code = await main(
    args,
    (text) => said.push(text),
    (text) => complaints.push(text),
  );
  return { code, said: said.join("\n"), complaints: complaints.join("\n") };
};

test("without a command the help is printed; an unknown one gives the nearest", async () => {
  expect(await run()).toMatchObject({ code: 0, said: expect.stringContaining("tidu inspect FILE.onnx") });
  expect(await run("inspct")).toMatchObject({
    code: 2,
    complaints: 'tidu: command "inspct": did you mean "inspect"? Known: doctor, inspect, predict.',
  });
  expect((await run("toString")).code).toBe(2);
});

test("inspect prints what an ONNX file holds", async () => {
  const graph = trace((x: Tensor) => x.mul(tensor([2, 3])).exp(), [{ shape: [4, 2], dtype: "float32" }]);
  const path = join(await mkdtemp(join(tmpdir(), "tidu-")), "model.onnx");
  await writeFile(path, encodeModel(toOnnx(graph, { name: "doubled" })));
  const { code, said } = await run("inspect", path);
  expect(code).toBe(0);
  expect(said).toContain("2 numbers in constants");
  expect(said).toMatch(/operators: .*(Exp, Mul|Mul, Exp)/);
  expect(said).toContain("graph doubled(");
});

test("inspect refuses a file that is missing or no ONNX", async () => {
  expect(await run("inspect")).toMatchObject({ code: 1, complaints: "tidu inspect: expected one file. Usage: tidu inspect FILE.onnx" });
  expect((await run("inspect", "nowhere.onnx")).complaints).toContain("cannot read nowhere.onnx");
  const path = join(await mkdtemp(join(tmpdir(), "tidu-")), "text.onnx");
  await writeFile(path, "no protobuf at all");
  expect((await run("inspect", path)).complaints).toContain("broken ONNX file");
});

test("doctor says which engines work, and why others do not", async () => {
  const said: string[] = [];
  const missing = async () => {
    throw new Error("the package fast is not installed. Install it with: npm install fast");
  };
  const wrong = {
    ...interpreterBackend(),
    name: "wrong",
    compile: async () => ({
      run: async () => [interpreterBackend().upload(new Float32Array(4), { shape: [2, 2], dtype: "float32" })],
      dispose() {},
    }),
  };
  const code = await doctor([], (text) => said.push(text), [
    { name: "fast", about: "native", load: missing },
    { name: "wrong", about: "broken", load: async () => wrong },
    { name: "interpreter", about: "built in", load: async () => interpreterBackend() },
  ]);
  expect(code).toBe(1); // nothing but the interpreter
  expect(said[0]).toContain("npm install fast");
  expect(said[1]).toContain("wrong computes wrongly: expected 8 11 16 23, received 0 0 0 0");
  expect(said[2]).toMatch(/^ {2}works {4}interpreter/);
  expect(said[3]).toMatch(/^tidu uses interpreter/);
});

test("doctor says whether there is a GPU, which tidu uses when asked for it only", async () => {
  const engine = (name: string, load: Engine<string>["load"], device: "cpu" | "gpu") => ({ name, about: "for the test", load, device });
  const works = async () => interpreterBackend();
  const noAdapter = async () => {
    throw new Error("no GPU was found through WebGPU");
  };
  const report = async (load: Engine<string>["load"]) => {
    const said: string[] = [];
    await doctor([], (text) => said.push(text), [engine("plain", works, "cpu"), engine("fast", load, "gpu")]);
    return said;
  };
  expect((await report(works)).slice(2)).toEqual([
    expect.stringContaining("tidu uses plain"),
    'A GPU was found: TIDU_BACKEND=fast or setBackend("fast") uses it.',
  ]);
  const without = await report(noAdapter);
  expect(without[1]).toMatch(/^ {2}no GPU {3}fast +no GPU was found through WebGPU$/);
  expect(without).toHaveLength(3);
});

test("doctor finds the engines of this repository", { timeout: 60_000 }, async () => {
  const { code, said } = await run("doctor");
  expect(code).toBe(0);
  for (const name of ["onnxruntime-node", "tfjs-wasm", "tfjs-cpu", "interpreter"]) expect(said).toMatch(new RegExp(`works +${name}`));
  for (const name of ["onnxruntime-webgpu", "tfjs-webgpu"]) expect(said).toMatch(new RegExp(`(works|no GPU) +${name}`));
});
