import type { OpFamily } from "@tidu/core-tensor";
import type { Lowered, Lowerings, Operand, Write } from "../lowering.ts";
import { cast } from "./cast.ts";

interface Unary {
  readonly x: Operand;
}

interface Binary {
  readonly a: Operand;
  readonly b: Operand;
}

const unary =
  (opType: string) =>
  ({ x }: Unary, _params: object, write: Write): readonly Lowered[] => [write.node(opType, [x])];

const binary =
  (opType: string, attributes = {}) =>
  ({ a, b }: Binary, _params: object, write: Write): readonly Lowered[] => [write.node(opType, [a, b], attributes)];

/** An int32 divisor with 1 in place of 0 (a division by zero would end the process), and where that was done; undefined where it cannot be needed. */
const safeDivisor = (b: Operand, write: Write): { readonly isZero: string; readonly divisor: string } | undefined => {
  if (b.constant && b.constant.data.every((value: number | bigint) => Number(value) !== 0)) return undefined;
  const isZero = write.node("Equal", [b, write.scalar(0, "int32")]);
  return { isZero, divisor: write.node("Where", [isZero, write.scalar(1, "int32"), b]) };
};

/** The remainder with the sign of `b`: fmod has the sign of `a`, and is moved by `b` where the signs differ. */
const floatRemainder = ({ a, b }: Binary, write: Write): string => {
  const rest = write.node("Mod", [a, b], { fmod: 1 });
  const differs = write.node("Less", [write.node("Mul", [write.node("Sign", [rest]), b]), write.scalar(0, "float32")]);
  return write.node("Where", [differs, write.node("Add", [rest, b]), rest]);
};

/** floor(a / b) by way of the remainder, so that a quotient just below an integer is not rounded up to it. */
const floatFloorDivide = ({ a, b }: Binary, write: Write): string => {
  const rest = floatRemainder({ a, b }, write);
  const quotient = write.node("Round", [write.node("Div", [write.node("Sub", [a, rest]), b])]);
  if (b.constant?.data.every((value: number | bigint) => Number(value) !== 0 && Number.isFinite(Number(value)))) return quotient;
  const finite = write.node("Where", [write.node("IsInf", [rest]), write.scalar(-1, "float32"), quotient]); // a negative number by infinity
  return write.node("Where", [write.node("Equal", [b, write.scalar(0, "float32")]), write.node("Div", [a, b]), finite]);
};

export const elementwise: Lowerings<OpFamily<"elementwise">> = {
  neg: unary("Neg"),
  abs: unary("Abs"),
  sign: unary("Sign"),
  exp: unary("Exp"),
  log: unary("Log"),
  sqrt: unary("Sqrt"),
  sin: unary("Sin"),
  cos: unary("Cos"),
  tan: unary("Tan"),
  asin: unary("Asin"),
  acos: unary("Acos"),
  atan: unary("Atan"),
  sinh: unary("Sinh"),
  cosh: unary("Cosh"),
  tanh: unary("Tanh"),
  asinh: unary("Asinh"),
  acosh: unary("Acosh"),
  atanh: unary("Atanh"),
  erf: unary("Erf"),
  sigmoid: unary("Sigmoid"),
  floor: unary("Floor"),
  ceil: unary("Ceil"),
  round: unary("Round"),
  isNaN: unary("IsNaN"),
  logicalNot: unary("Not"),
  bitwiseNot: unary("BitwiseNot"),

  add: binary("Add"),
  sub: binary("Sub"),
  mul: binary("Mul"),
  div: binary("Div"),
  floorDiv: ({ a, b }, _, write) => {
    if (a.spec.dtype === "float32") return [floatFloorDivide({ a, b }, write)];
    const safe = safeDivisor(b, write);
    const divisor = safe?.divisor ?? b;
    const quotient = write.node("Div", [write.node("Sub", [a, write.node("Mod", [a, divisor])]), divisor]);
    return [safe ? write.node("Where", [safe.isZero, write.scalar(0, "int32"), quotient]) : quotient];
  },
  mod: ({ a, b }, _, write) => [
    a.spec.dtype === "float32" ? floatRemainder({ a, b }, write) : write.node("Mod", [a, safeDivisor(b, write)?.divisor ?? b]),
  ],
  pow: binary("Pow"),
  maximum: binary("Max"),
  minimum: binary("Min"),
  equal: binary("Equal"),
  less: binary("Less"),
  lessEqual: binary("LessOrEqual"),
  greater: binary("Greater"),
  greaterEqual: binary("GreaterOrEqual"),
  logicalAnd: binary("And"),
  logicalOr: binary("Or"),
  logicalXor: binary("Xor"),
  bitwiseAnd: binary("BitwiseAnd"),
  bitwiseOr: binary("BitwiseOr"),
  bitwiseXor: binary("BitwiseXor"),
  shiftLeft: binary("BitShift", { direction: "LEFT" }),
  shiftRight: binary("BitShift", { direction: "RIGHT" }),

  where: ({ condition, a, b }, _, write) =>
    a.spec.dtype === "bool" // onnxruntime has no Where of bool
      ? [write.node("Or", [write.node("And", [condition, a]), write.node("And", [write.node("Not", [condition]), b])])]
      : [write.node("Where", [condition, a, b])],
  cast: ({ x }, { dtype }, write) => [x.spec.dtype === dtype ? x : cast(x, dtype, write)],
};
