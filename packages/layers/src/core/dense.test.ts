import { grad, jit, interpreterBackend, namedDim, randomKey, tensor } from "@tidu/core-tensor";
import type { Tensor } from "@tidu/core-tensor";
import { expect, test } from "vitest";
import type { Weights } from "../weight.ts";
import { dense } from "./dense.ts";
import { input } from "./input.ts";

const spec = (...shape: number[]) => ({ shape, dtype: "float32" as const });

test("weights have Keras's names, shapes and first values", async () => {
  const layer = dense({ units: 3 });
  const { kernel, bias } = layer.weights([spec(2, 4)]) as Record<string, { shape: readonly number[]; trainable: boolean }>;
  expect([kernel?.shape, kernel?.trainable, bias?.shape]).toEqual([[4, 3], true, [3]]);
  const weights = layer.init(randomKey(1), [spec(2, 4)]) as Record<string, Tensor>;
  expect(await weights["bias"]?.data()).toEqual(new Float32Array(3));
  const limit = Math.sqrt(6 / 7); // glorotUniform
  expect([...((await weights["kernel"]?.data()) ?? [])].every((value) => Math.abs(Number(value)) <= limit)).toBe(true);
});

test("it works on plain trees under grad and jit", async () => {
  const layer = dense({ units: 1, useBias: false });
  const weights: Weights = { kernel: tensor([[1], [2]]) };
  const x = tensor([[3, 4]]);
  const loss = (weights: Weights, x: Tensor): Tensor => layer.apply(weights, x)[0].square().sum();
  const slope = (await jit(grad(loss), { backend: interpreterBackend() })(weights, x)) as Record<string, Tensor>;
  expect(await slope["kernel"]?.array()).toEqual([[66], [88]]); // 2 · 11 · x, by hand
});

test("errors name the layer, what was expected and what was received", () => {
  const layer = dense({ units: 3, name: "head" });
  expect(() => layer.weights([spec(4)])).toThrow(
    "head: expected an input of rank 2 or more [batch, …, features], received float32[4]. Reshape it first",
  );
  expect(() => layer.weights([{ shape: [2, 4], dtype: "int32" }], "dense_7")).toThrow(
    "dense_7: expected float32, received int32[2, 4]. Cast it first",
  );
  expect(() => layer.weights([{ shape: [2, namedDim("features")], dtype: "float32" }])).toThrow(
    "head: expected a known size on axis -1, received float32[2, features]",
  );
  expect(() => layer.weights([spec(2, 4), spec(2, 4)])).toThrow("head: expected one input, received float32[2, 4] and float32[2, 4]");
  const weights = layer.init(randomKey(1), [spec(2, 4)]);
  expect(() => layer.apply(weights, tensor([[1, 2, 3]]))).toThrow(
    'head: for the input float32[1, 3] expected "kernel" to be float32[3, 3], received float32[4, 3]',
  );
  expect(() => layer.apply({}, tensor([[1, 2, 3]]))).toThrow('head: the weight "kernel" is missing');
});

test("options are checked", () => {
  expect(() => dense({ units: 0 })).toThrow("dense: expected units to be an integer of at least 1, received 0.");
  // @ts-expect-error: not an option
  expect(() => dense({ units: 3, activaton: "relu" })).toThrow('dense: there is no option "activaton", did you mean "activation"?');
  // @ts-expect-error: not a name
  expect(() => dense({ units: 3, activation: "rellu" })).toThrow('dense: activation "rellu": did you mean "relu"?');
  // @ts-expect-error: not a name
  expect(() => dense({ units: 3, kernelInitializer: "heNorml", name: "first" })).toThrow(
    'first: kernelInitializer "heNorml": did you mean "heNormal"?',
  );
});

test("regularizers and constraints are declared with the weight", async () => {
  const layer = dense({ units: 1, kernelRegularizer: "l2", biasConstraint: "nonNeg" });
  const { kernel, bias } = layer.weights([spec(1, 2)]);
  expect(
    kernel && "regularizer" in kernel && typeof kernel.regularizer === "function" && (await kernel.regularizer(tensor([[3], [4]])).item()),
  ).toBeCloseTo(0.25, 6);
  expect(bias && "constraint" in bias && typeof bias.constraint === "function" && (await bias.constraint(tensor([-1])).array())).toEqual([
    0,
  ]);
});

test("a layer that is not trainable declares no trainable weight", () => {
  const specs = dense({ units: 1, trainable: false }).weights([spec(1, 2)]);
  expect(Object.values(specs).map(({ trainable }) => trainable)).toEqual([false, false]);
});

test("on a symbolic value it makes a node with a free batch", () => {
  const layer = dense({ units: 3 });
  const x = input({ shape: [4], name: "flower" });
  const y = layer(x);
  expect(y.spec).toEqual({ shape: [namedDim("batch"), 3], dtype: "float32" });
  expect([y.from?.layer, y.from?.inputs, y.output]).toEqual([layer, [x], 0]);
  expect(() => layer(input({ shape: [] }))).toThrow("dense: expected an input of rank 2 or more");
});

test("an activity regularizer adds its penalty per example to the loss", async () => {
  const layer = dense({ units: 1, useBias: false, activityRegularizer: "l2" });
  const [, , more] = layer.apply({ kernel: tensor([[2]]) }, tensor([[1], [3]]));
  expect(await more?.loss?.item()).toBeCloseTo((0.01 * (4 + 36)) / 2, 6); // Keras divides by the batch size
});
