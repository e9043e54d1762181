import type { CallOptions } from "@tidu/core-tensor";
import { float } from "../lowering.ts";
import type { Lowered, Operand, Write } from "../lowering.ts";
import { positiveMask } from "./positive-mask.ts";

/** How a composite is written as an ONNX operator of the same meaning. */
type Claim = (args: readonly [Operand, ...Operand[]], options: CallOptions, write: Write) => Lowered;

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
  gelu: ([x], { approximate }, write) => write.node("Gelu", [x], { approximate: approximate === true ? "tanh" : "none" }),
  clip: ([x], { low, high }, write) =>
    write.node("Clip", [x, write.scalar(Number(low), x.spec.dtype), write.scalar(Number(high), x.spec.dtype)]),
  softmax: ([x], { axis = -1 }, write) => write.node("Softmax", [x], { axis: Number(axis) }),
  logSoftmax: ([x], { axis = -1 }, write) => write.node("LogSoftmax", [x], { axis: Number(axis) }),
};

/** Whether a composite of this name is written as an operator of its own: passes leave such calls alone. */
export const isClaimed = (name: string): boolean => Object.hasOwn(claims, name);

/** The claimed composite's output, or undefined when it has to be written out. */
export const claimed = (
  name: string,
  [first, ...rest]: readonly Operand[],
  options: CallOptions,
  write: Write,
): readonly Lowered[] | undefined => {
  const claim = isClaimed(name) ? claims[name] : undefined;
  return first && claim ? [claim([first, ...rest], options, write)] : undefined;
};
