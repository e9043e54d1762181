import { namedDim } from "@tidu/core-tensor";
import type { Dim, TensorData } from "@tidu/core-tensor";
import { expect, test } from "vitest";
import { lossFrom } from "../losses/loss-from.ts";
import type { LossLike } from "../losses/loss-from.ts";
import { sparseCategoricalCrossentropy } from "../losses/sparse-categorical-crossentropy.ts";
import type { NamedSpec } from "../network/network.ts";
import { fitTargets, readTargets, targetTitle } from "./targets.ts";
import type { Targets } from "./targets.ts";

const output = (name: string, ...shape: Dim[]): NamedSpec => ({ name, spec: { dtype: "float32", shape: [namedDim("batch"), ...shape] } });

/** Targets of an only output, as a loss gets them. */
async function prepared(y: Targets, units: number, like: LossLike, rows = 3): Promise<TensorData | undefined> {
  const only = output("head", units);
  const [values] = await readTargets(y, [only], { rows, where: "fit" });
  return values && fitTargets(targetTitle("fit", "head", 1), lossFrom(like), values, only.spec);
}

test("targets become what the loss takes", async () => {
  expect(await prepared([0, 1, 2], 3, "sparseCategoricalCrossentropy")).toEqual({
    dtype: "int32",
    shape: [3],
    data: Int32Array.of(0, 1, 2),
  });
  expect(await prepared(BigInt64Array.of(0n, 1n, 2n), 3, "sparseCategoricalCrossentropy")).toEqual({
    dtype: "int32",
    shape: [3],
    data: Int32Array.of(0, 1, 2),
  });
  expect(await prepared(Uint8Array.of(0, 1, 2), 3, "sparseCategoricalCrossentropy")).toEqual({
    dtype: "int32",
    shape: [3],
    data: Int32Array.of(0, 1, 2),
  });
  expect(await prepared(Int32Array.of(0, 1, 1), 1, "bce")).toEqual({ dtype: "float32", shape: [3, 1], data: Float32Array.of(0, 1, 1) });
  expect(await prepared([true, false, true], 1, "bce")).toEqual({ dtype: "float32", shape: [3, 1], data: Float32Array.of(1, 0, 1) });
  expect(await prepared(Float64Array.of(1, 0, 0, 1, 0, 1), 2, "categoricalCrossentropy")).toEqual({
    dtype: "float32",
    shape: [3, 2],
    data: Float32Array.of(1, 0, 0, 1, 0, 1),
  });
});

test("labels out of range are found by row", async () => {
  const ids = (y: readonly number[]): Promise<unknown> => prepared(y, 3, "sparseCategoricalCrossentropy");
  await expect(ids([0, 3, 1])).rejects.toThrow(
    "fit: y: class id 3 in row 1 is out of range. Expected integers from 0 to 2, as the output has 3 units. Ids start at 0: subtract 1, or add a unit.",
  );
  await expect(ids([0, 1, -1])).rejects.toThrow("class id -1 in row 2 is out of range.");
  await expect(ids([0.5, 1, 1])).rejects.toThrow(
    "class id 0.5 in row 0 is out of range. Expected integers from 0 to 2, as the output has 3 units. Class ids are whole numbers.",
  );
  expect(await prepared([0, -1, 2], 3, sparseCategoricalCrossentropy({ ignoreClass: -1 }))).toMatchObject({ dtype: "int32" });
  await expect(prepared([0, 2, 1], 1, "binaryCrossentropy")).rejects.toThrow(
    "fit: y: binaryCrossentropy expects targets from 0 to 1, received 2 in row 1, column 0.",
  );
});

test("rows of y are those of x", async () => {
  await expect(prepared([1, 2], 1, "mse")).rejects.toThrow("fit: y has 2 rows (shape [2]), x has 3. Every row of x needs its row of y.");
  await expect(prepared([], 1, "mse")).rejects.toThrow("fit: y is empty (shape [0]). Expected 3 rows, as x has.");
  await expect(prepared([1, NaN, 2], 1, "mse")).rejects.toThrow("fit: y holds NaN in row 1.");
});

test("several outputs are told apart", async () => {
  const outputs = [output("age", 1), output("kind", 3)];
  const values = await readTargets({ kind: [0, 1], age: [30, 40] }, outputs, { rows: 2, where: "fit" });
  expect(values.map(({ data }) => [...data])).toEqual([
    [30, 40],
    [0, 1],
  ]);
  await expect(readTargets([[30, 40], [0]], outputs, { rows: 2, where: "fit" })).rejects.toThrow('fit: y for output "kind" has 1 rows');
  await expect(readTargets({ age: [1, 2] }, outputs, { rows: 2, where: "fit" })).rejects.toThrow('fit: y: nothing for the output "kind"');
});
