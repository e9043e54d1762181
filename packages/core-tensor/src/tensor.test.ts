import { describe, expect, test } from "vitest";
import { interpreterBackend } from "./evaluate/backend.ts";
import { fromDevice, tensor } from "./leaf-tensors.ts";
import { literal } from "./tensor.ts";

describe("reading", () => {
  test("a tensor says its shape, dtype and rank", () => {
    const x = tensor([[1, 2, 3]]);
    expect([x.shape, x.dtype, x.ndim, String(x)]).toEqual([[1, 3], "float32", 2, "Tensor float32[1, 3]"]);
  });

  test("data, array, item and value give the numbers", async () => {
    const x = tensor([[1, 2]]).mul(2);
    expect(await x.data()).toEqual(Float32Array.of(2, 4));
    expect(await x.array()).toEqual([[2, 4]]);
    expect(await x.value()).toEqual({ dtype: "float32", shape: [1, 2], data: Float32Array.of(2, 4) });
    expect(await x.sum().item()).toBe(6);
  });

  test("item wants one element", async () => {
    await expect(tensor([1, 2]).item()).rejects.toThrow("item: expected one element, received [2]. Use array() for more.");
  });

  test("what was computed is not computed again", async () => {
    const x = tensor([1]).exp();
    expect(await x.data()).toBe(await x.data());
  });

  test("a buffer of a backend is read from there", async () => {
    const device = interpreterBackend().upload(Float32Array.of(1, 2), { dtype: "float32", shape: [2] });
    expect(await fromDevice(device).add(1).array()).toEqual([2, 3]);
  });

  test("a typed array is shared, not copied", async () => {
    const numbers = Float32Array.of(1, 2);
    expect(await tensor(numbers).data()).toBe(numbers);
  });
});

describe("literals", () => {
  test("take the dtype of the tensor", () => {
    expect([tensor(Int32Array.of(1)).add(1).dtype, tensor([1]).add(1).dtype, tensor([true]).logicalAnd(false).dtype]).toEqual([
      "int32",
      "float32",
      "bool",
    ]);
  });

  test("a fraction does not become an integer silently", () => {
    expect(() => tensor(Int32Array.of(1)).mul(0.5)).toThrow(
      "0.5 does not fit int32, the dtype of the other side. Cast that to float32 first.",
    );
    expect(() => literal(Infinity, "int32")).toThrow("Infinity does not fit int32");
  });

  test("keep the sign of zero", async () => {
    expect(await literal(-0, "float32").item()).toBe(-0);
  });
});

describe("powers", () => {
  test("small ones are products and roots, defined for negative numbers", async () => {
    const x = tensor([-2]);
    expect(await Promise.all([x.pow(1), x.pow(2), x.pow(3), x.pow(-1)].map((y) => y.item()))).toEqual([-2, 4, -8, -0.5]);
    expect(await tensor([9]).pow(0.5).item()).toBe(3);
  });

  test("others are powers", async () => {
    expect(await tensor([2]).pow(10).item()).toBe(1024);
    expect(
      await tensor([2, 3])
        .pow(tensor([3, 2]))
        .array(),
    ).toEqual([8, 9]);
  });
});

describe("reductions", () => {
  const x = tensor([
    [1, 2],
    [3, 4],
  ]);

  test("over all axes, one or several, kept or not", async () => {
    expect(await x.sum().item()).toBe(10);
    expect(await x.sum({ axis: -1 }).array()).toEqual([3, 7]);
    expect(await x.mean({ axis: [0, 1], keepDims: true }).array()).toEqual([[2.5]]);
    expect(await x.prod({ axis: 0 }).array()).toEqual([3, 8]);
    expect([await x.max().item(), await x.min().item()]).toEqual([4, 1]);
  });

  test("positions of the largest and smallest", async () => {
    expect([await x.argMax().array(), await x.argMin(0).array(), x.argMax(0, true).shape]).toEqual([
      [1, 1],
      [0, 0],
      [1, 2],
    ]);
  });

  test("any and all of booleans", async () => {
    const flags = x.greater(1);
    expect([await flags.any().array(), await flags.all({ axis: 1 }).array()]).toEqual([true, [false, true]]);
  });

  test("of a scalar it is the scalar", () => {
    const scalar = tensor(3);
    expect(scalar.sum()).toBe(scalar);
  });

  test("refuse other dtypes, saying what to do", () => {
    expect(() => tensor([true]).sum()).toThrow("sum: expected float32 or int32, received bool[1]. Cast it first.");
  });
});

describe("matmul", () => {
  const [row, m] = [
    tensor([1, 2]),
    tensor([
      [1, 2],
      [3, 4],
    ]),
  ];

  test("vectors are rows on the left and columns on the right, as in NumPy", async () => {
    expect(await row.matmul(m).array()).toEqual([7, 10]);
    expect(await m.matmul(row).array()).toEqual([5, 11]);
    expect(await row.matmul(row).item()).toBe(5);
  });

  test("leading axes broadcast", () => {
    expect(m.expandDims(0).matmul(tensor(new Float32Array(24), [3, 1, 2, 4])).shape).toEqual([3, 1, 2, 4]);
  });

  test("refuses scalars and sizes that do not meet", () => {
    expect(() => tensor(1).matmul(m)).toThrow("expected rank 2 or more on both sides");
    expect(() => m.matmul(tensor([[1, 2]]))).toThrow("matmul of float32[2, 2] and float32[1, 2]: expected equal sizes, received 2 and 1.");
  });
});
