import { gather, grad, trace } from "@tidu/core-tensor";
import type { Backend, Shape, Tensor } from "@tidu/core-tensor";
import { afterAll, beforeAll, expect, test } from "vitest";
import { onnxruntime } from "./onnxruntime.ts";

let backend: Backend;
beforeAll(async () => {
  backend = await onnxruntime({ threads: 2 });
});
afterAll(() => backend.dispose());

const ids = (count: number, size: number): Int32Array =>
  Int32Array.from({ length: count }, (_, i) => ((i * 7919) % 97) * Math.floor(size / 97));

/** Whole numbers: their sums are exact in whatever order. */
const rows = (count: number, width: number): Float32Array => Float32Array.from({ length: count * width }, (_, i) => (i % 13) - 6);

/** Threads that share the rows of one ScatterND lose sums within a few runs. */
test.for([
  { title: "a table as small as the batch", size: 7000, count: 6400, width: 100, runs: 20 },
  { title: "a table larger than the batch", size: 20_000, count: 6400, width: 100, runs: 50 },
  { title: "a table far larger than the batch", size: 40_000, count: 3000, width: 128, runs: 20 },
])("no gradient of a repeated id is lost: $title", { timeout: 60_000 }, async ({ size, count, width, runs }) => {
  const embeddingGradient = (table: Tensor, at: Tensor, g: Tensor): Tensor => grad((w: Tensor) => gather(w, at).mul(g).sum())(table);
  const shapes: readonly { shape: Shape; dtype?: "int32" }[] = [
    { shape: [size, width] },
    { shape: [count], dtype: "int32" },
    { shape: [count, width] },
  ];
  const executable = await backend.compile(trace(embeddingGradient, shapes));
  const [places, values] = [ids(count, size), rows(count, width)];
  const expected = new Float32Array(size * width);
  values.forEach((value, i) => {
    const at = (places[Math.floor(i / width)] ?? 0) * width + (i % width);
    expected[at] = (expected[at] ?? 0) + value;
  });
  const inputs = [
    backend.upload(new Float32Array(size * width), { dtype: "float32", shape: [size, width] }),
    backend.upload(places, { dtype: "int32", shape: [count] }),
    backend.upload(values, { dtype: "float32", shape: [count, width] }),
  ];
  for (let run = 0; run < runs; run++) {
    const [gradient] = await executable.run(inputs);
    const found = await gradient?.data();
    expect(
      found?.findIndex((value, i) => value !== expected[i]),
      `the first lost sum of run ${run}`,
    ).toBe(-1);
    gradient?.dispose();
  }
});
