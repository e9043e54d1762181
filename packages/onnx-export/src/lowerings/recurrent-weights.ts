import { concat, evaluate, split, trace, zeros } from "@tidu/core-tensor";
import type { Tensor, TensorData } from "@tidu/core-tensor";
import type { Operand, Write } from "../lowering.ts";
import { folded, reshaped, transposed } from "./arrange.ts";

/** `[inputs, gates · units]` as ONNX's recurrent operators have it: `[1, gates · units, inputs]`, the gates in their order. */
export const recurrentKernel = (kernel: Operand, gates: readonly number[], write: Write): Operand => {
  const turned = transposed(inOrder(kernel, gates, write), [1, 0], write);
  return reshaped(turned, [1, ...turned.spec.shape], write);
};

/** A bias `[gates · units]`, or one for the input and one for the state `[2, gates · units]`, as both in a row `[1, 2 · gates · units]`. */
export const recurrentBias = (bias: Operand, gates: readonly number[], units: number, write: Write): Operand => {
  const ordered = inOrder(bias, gates, write);
  const size = gates.length * units;
  if (ordered.spec.shape.length === 2) return reshaped(ordered, [1, 2 * size], write);
  const both = folded(ordered, "and zeros", (data) => computed(data, (own) => concat([own, zeros([size])])), write);
  return reshaped(both ?? withZeros(ordered, size, write), [1, 2 * size], write);
};

const withZeros = (bias: Operand, size: number, write: Write): Operand => {
  const none = write.constant({ dtype: "float32", shape: [size], data: new Float32Array(size) });
  return { name: write.node("Concat", [bias, none], { axis: 0 }), spec: { ...bias.spec, shape: [2 * size] } };
};

/** The gates along the last axis in another order. */
const inOrder = (x: Operand, gates: readonly number[], write: Write): Operand => {
  if (gates.every((gate, i) => gate === i)) return x;
  const axis = x.spec.shape.length - 1;
  const reorder = (value: Tensor): Tensor => concat(inGateOrder(split(value, gates.length, axis), gates), axis);
  const arranged = folded(x, `gates ${gates.join(" ")}`, (data) => computed(data, reorder), write);
  if (arranged) return arranged;
  const parts = write.outputs(gates.length, "Split", [x], { axis, num_outputs: gates.length });
  return { name: write.node("Concat", inGateOrder(parts, gates), { axis }), spec: x.spec };
};

const inGateOrder = <Part>(parts: readonly Part[], gates: readonly number[]): readonly Part[] =>
  gates.flatMap((gate) => parts.slice(gate, gate + 1));

const computed = (data: TensorData, compute: (x: Tensor) => Tensor): TensorData => evaluate(trace(compute, [data]), [data])[0] ?? data;
