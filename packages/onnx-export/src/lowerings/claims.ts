import { isStatic, sizeOfShape, specOf } from "@tidu/core-tensor";
import type { CallOptions, CallParams, Shape, TensorSpec } from "@tidu/core-tensor";
import { float } from "../lowering.ts";
import type { Lowered, Operand, Write } from "../lowering.ts";
import { addRowSums, hasRowSums } from "./add-rows.ts";
import { batchNormalization, isBatchNormalization, isResize, resize } from "./image-claims.ts";
import { positiveMask } from "./positive-mask.ts";
import { isRecurrent, recurrent } from "./recurrent-claims.ts";

/** How a composite is written as an ONNX operator of the same meaning. */
type Claim = (args: readonly [Operand, ...Operand[]], options: CallOptions, write: Write, output: TensorSpec) => Lowered;

/** An operator of one input whose attributes are the composite's options under other names. */
const activation =
  (opType: string, attributes: (options: CallOptions) => Readonly<Record<string, number>> = () => ({})): Claim =>
  ([x], options, write) =>
    write.node(opType, [x], Object.fromEntries(Object.entries(attributes(options)).map(([name, value]) => [name, float(value)])));

/** Composites that ONNX knows; all others are written out. */
const claims: Readonly<Record<string, Claim>> = {
  relu: activation("Relu"),
  reluGradient: ([g, y = g], _, write) => write.node("Mul", [g, positiveMask(y, write)]),
  leakyRelu: activation("LeakyRelu", ({ negativeSlope }) => ({ alpha: Number(negativeSlope) })),
  thresholdedRelu: activation("ThresholdedRelu", ({ threshold }) => ({ alpha: Number(threshold) })),
  elu: activation("Elu", ({ alpha }) => ({ alpha: Number(alpha) })),
  celu: activation("Celu", ({ alpha }) => ({ alpha: Number(alpha) })),
  hardSigmoid: activation("HardSigmoid", ({ alpha, beta }) => ({ alpha: Number(alpha), beta: Number(beta) })),
  hardSilu: activation("HardSwish"),
  hardShrink: activation("Shrink", ({ threshold }) => ({ bias: 0, lambd: Number(threshold) })),
  softplus: activation("Softplus"),
  softsign: activation("Softsign"),
  mish: activation("Mish"),
  // Normalizes over the last axes, and always scales.
  layerNormalization: ([x, ...weights], { axes, epsilon, scale, center }, write) => {
    const count = typeof axes === "object" ? axes.length : 1;
    const sizes = x.spec.shape.slice(-count).map(Number);
    const ones = (): string => write.constant({ dtype: "float32", shape: sizes, data: new Float32Array(sizeOfShape(sizes)).fill(1) });
    const gamma = (scale === true ? weights[0] : undefined) ?? ones();
    const beta = center === true ? weights.at(-1) : undefined;
    return write.node("LayerNormalization", [x, gamma, ...(beta ? [beta] : [])], { axis: -count, epsilon: float(Number(epsilon)) });
  },
  addRowSums: ([x, ids = x, rows = x], { squared }, write) => addRowSums(x, ids, rows, squared === true, write),
  batchNormalization: ([x, ...weights], options, write) => batchNormalization(x, weights, options, write),
  resize: ([x], options, write, output) => resize(x, options, output, write),
  gelu: ([x], { approximate }, write) => write.node("Gelu", [x], { approximate: approximate === true ? "tanh" : "none" }),
  clip: ([x], { low, high }, write) =>
    write.node("Clip", [x, write.scalar(Number(low), x.spec.dtype), write.scalar(Number(high), x.spec.dtype)]),
  softmax: ([x], { axis = -1 }, write) => write.node("Softmax", [x], { axis: Number(axis) }),
  logSoftmax: ([x], { axis = -1 }, write) => write.node("LogSoftmax", [x], { axis: Number(axis) }),
};

/** What a claim asks of a composite's options, where the operator cannot do them all. */
const conditions: Readonly<Record<string, (call: CallParams) => boolean>> = {
  layerNormalization: ({ options: { axes }, body }) => {
    const shape: Shape = body.inputs[0]?.spec.shape ?? [];
    if (typeof axes !== "object") return false;
    const first = shape.length - axes.length;
    return axes.every((axis, i) => axis === first + i) && isStatic(shape.slice(first));
  },
  addRowSums: ({ body: { inputs } }) => {
    const [x, ids, rows] = inputs.map(({ spec }) => spec);
    return x !== undefined && ids !== undefined && rows !== undefined && hasRowSums(x, ids, rows);
  },
  batchNormalization: isBatchNormalization,
  resize: isResize,
};

/** Whether a composite is written as an operator of its own: passes leave such calls alone. */
export const isClaimed = (call: CallParams): boolean =>
  isRecurrent(call) || (Object.hasOwn(claims, call.name) && (conditions[call.name]?.(call) ?? true));

/** The claimed composite's outputs, or undefined when it has to be written out. */
export const claimed = (call: CallParams, [first, ...rest]: readonly Operand[], write: Write): readonly Lowered[] | undefined => {
  if (first === undefined || !isClaimed(call)) return undefined;
  const args = [first, ...rest] as const;
  const outputs = call.body.outputs.map((value) => specOf(call.body, value));
  if (isRecurrent(call)) return recurrent(call, args, write, outputs);
  const [output] = outputs;
  const claim = claims[call.name];
  return claim && output ? [claim(args, call.options, write, output)] : undefined;
};
