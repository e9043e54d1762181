import { namedDim, tensor } from "@tidu/core-tensor";
import type { Dim, DType, Tensor, TensorSpec } from "@tidu/core-tensor";
import { expect, test } from "vitest";
import { binaryCrossentropy } from "./binary-crossentropy.ts";
import { categoricalCrossentropy } from "./categorical-crossentropy.ts";
import { lossFrom, lossFromConfig, losses } from "./loss-from.ts";
import { meanSquaredError } from "./mean-squared-error.ts";
import { sparseCategoricalCrossentropy } from "./sparse-categorical-crossentropy.ts";

const batch = namedDim("batch");
const output = (...shape: Dim[]): TensorSpec => ({ dtype: "float32", shape: [batch, ...shape] });
const data = (dtype: DType, ...shape: number[]): TensorSpec => ({ dtype, shape: [150, ...shape] });

test("[batch] and [batch, 1] stand for each other, and integers become floats", () => {
  const mse = meanSquaredError();
  expect(mse.target(output(1), data("int32"))).toEqual(output(1));
  expect(mse.target(output(1), data("float32", 1))).toEqual(output(1));
  expect(mse.target({ dtype: "float32", shape: [batch] }, data("float32", 1))).toEqual({ dtype: "float32", shape: [batch] });
  expect(mse.target(output(5, 3), data("float32", 5, 3))).toEqual(output(5, 3));
  expect(mse.target(output(namedDim("time"), 3), data("float32", 5, 3))).toEqual(output(namedDim("time"), 3));
});

test("class ids may come as [batch] or [batch, 1]", () => {
  const loss = sparseCategoricalCrossentropy();
  const ids: TensorSpec = { dtype: "int32", shape: [batch] };
  expect(loss.target(output(10), data("int32"))).toEqual(ids);
  expect(loss.target(output(10), data("float32", 1))).toEqual(ids);
  expect(loss.target(output(7, 10), data("int32", 7))).toEqual({ dtype: "int32", shape: [batch, 7] });
  expect(loss.numClasses?.(output(10))).toBe(10);
});

test("targets that do not fit are refused with what to do", () => {
  expect(() => sparseCategoricalCrossentropy().target(output(10), data("float32", 10))).toThrow(
    "sparseCategoricalCrossentropy expects class ids int32[batch], received float32[150, 10]; use categoricalCrossentropy for one-hot targets.",
  );
  expect(() => categoricalCrossentropy().target(output(10), data("int32"))).toThrow(
    "categoricalCrossentropy expects one-hot targets float32[batch, 10], received int32[150]; use sparseCategoricalCrossentropy for class ids.",
  );
  expect(() => sparseCategoricalCrossentropy().target(output(1), data("int32"))).toThrow(
    "sparseCategoricalCrossentropy needs an output with one number per class, received float32[batch, 1]. Give the last layer a unit for each class and softmax, or use binaryCrossentropy for one unit with sigmoid.",
  );
  expect(() => categoricalCrossentropy().target(output(1), data("float32", 1))).toThrow(
    "Use binaryCrossentropy for one unit with sigmoid.",
  );
  expect(() => meanSquaredError().target(output(10), data("int32"))).toThrow(
    "meanSquaredError expects targets of the shape of the output, [batch, 10], received int32[150]; for class ids use sparseCategoricalCrossentropy, or make them one-hot with toCategorical.",
  );
  expect(() => binaryCrossentropy().target(output(1), data("float32", 2))).toThrow(
    "received float32[150, 2]; give the last layer 2 units, or pass one number per example.",
  );
  expect(() => meanSquaredError().target(output(5, 3), data("float32", 6, 3))).toThrow("[batch, 5, 3], received float32[150, 6, 3].");
});

test("losses go by name, Keras's short names and snake_case included", () => {
  expect(["mse", "MAE", "bce", "kld", "binary_crossentropy", "huber"].map((name) => lossFrom(name).name)).toEqual([
    "meanSquaredError",
    "meanAbsoluteError",
    "binaryCrossentropy",
    "klDivergence",
    "binaryCrossentropy",
    "huber",
  ]);
  expect(() => lossFrom("meanSquareError")).toThrow('loss "meanSquareError": did you mean "meanSquaredError"?');
});

test("every loss comes back from its config", () => {
  for (const factory of Object.values(losses)) {
    const { config } = factory();
    expect(lossFromConfig(JSON.parse(JSON.stringify(config))).config).toEqual(config);
  }
  expect(lossFromConfig({ kind: "huber", options: { delta: 2 } }).config.options).toEqual({ delta: 2 });
});

test("a function is a loss; targets get the shape of the output, so that [batch] never meets [batch, 1]", async () => {
  const cubic = (y: Tensor, prediction: Tensor): Tensor => y.sub(prediction).abs().pow(3).mean({ axis: -1 });
  const loss = lossFrom(cubic);
  expect(loss.name).toBe("cubic");
  expect(loss.target(output(1), data("int32"))).toEqual(output(1));
  expect(loss.target(output(10), data("int32"))).toEqual({ dtype: "float32", shape: [batch] });
  expect(await loss.perExample(tensor([[1], [2]]), tensor([[3], [2]])).array()).toEqual([8, 0]);
  expect(() => lossFromConfig(loss.config)).toThrow('a file cannot hold the loss function "cubic"');
});

test("a delta that is not positive is refused", () => {
  expect(() => losses.huber({ delta: 0 })).toThrow("huber: expected delta above 0, received 0.");
});
