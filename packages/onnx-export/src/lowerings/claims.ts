import type { CallOptions } from "@tidu/core-tensor";
import type { Lowered, Operand, Write } from "../lowering.ts";
import { positiveMask } from "./positive-mask.ts";

/** How a composite is written as an ONNX operator of the same meaning. */
type Claim = (args: readonly [Operand, ...Operand[]], options: CallOptions, write: Write) => Lowered;

/** Composites that ONNX knows; all others are written out. */
const claims: Readonly<Record<string, Claim>> = {
  relu: ([x], _, write) => write.node("Relu", [x]),
  reluGradient: ([g, y = g], _, write) => write.node("Mul", [g, positiveMask(y, write)]),
  softplus: ([x], _, write) => write.node("Softplus", [x]),
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
