import type { DType } from "../dtype.ts";
import type { elementwise as family } from "../ops/elementwise.ts";
import { broadcastShapes } from "../shape/shape.ts";
import { castArray } from "../tensor-data.ts";
import type { TensorData } from "../tensor-data.ts";
import { addRow, divRow, mulRow, rowOf, subRow } from "./binary-rows.ts";
import type { BinaryRow } from "./binary-rows.ts";
import { erf } from "./erf.ts";
import { broadcastStrides, forEachRow, stridesOf } from "./rows.ts";
import type { EvaluateRules } from "./rule.ts";
import { elementsOf, emptyValue, staticShape } from "./value.ts";
import type { Value } from "./value.ts";

type UnaryRule = (inputs: { readonly x: Value }) => readonly Value[];
type BinaryRule = (inputs: { readonly a: Value; readonly b: Value }) => readonly Value[];

const unary =
  (f: (x: number) => number, result?: DType): UnaryRule =>
  ({ x }) => {
    const out = emptyValue(result ?? x.dtype, x.shape, [x]);
    const [from, to] = [elementsOf(x), elementsOf(out)];
    for (let i = 0; i < to.length; i++) to[i] = f(from[i] ?? 0);
    return [out];
  };

/** The row of floats and bools, and that of integers where storing a float result would not wrap around. */
const broadcasting =
  (row: BinaryRow, { result, integer = row }: { result?: DType; integer?: BinaryRow } = {}): BinaryRule =>
  ({ a, b }) => {
    const out = emptyValue(result ?? a.dtype, staticShape(broadcastShapes(a.shape, b.shape, "evaluate")), [a, b]);
    const [left, right, to] = [elementsOf(a), elementsOf(b), elementsOf(out)];
    const fill = a.dtype === "float32" || a.dtype === "bool" ? row : integer;
    const strides = [broadcastStrides(a.shape, out.shape), broadcastStrides(b.shape, out.shape), stridesOf(out.shape)];
    forEachRow(out.shape, strides, ([p = 0, q = 0, r = 0], [stepP = 0, stepQ = 0], count) =>
      fill(left, p, stepP, right, q, stepQ, to, r, count),
    );
    return [out];
  };

const binary = (f: (a: number, b: number) => number, integer = f): BinaryRule => broadcasting(rowOf(f), { integer: rowOf(integer) });

const compare = (f: (a: number, b: number) => boolean): BinaryRule =>
  broadcasting(
    rowOf((a, b) => (f(a, b) ? 1 : 0)),
    { result: "bool" },
  );

export const elementwise: EvaluateRules<typeof family> = {
  neg: unary((x) => -x),
  abs: unary(Math.abs),
  sign: unary(Math.sign),
  exp: unary(Math.exp),
  log: unary(Math.log),
  sqrt: unary(Math.sqrt),
  sin: unary(Math.sin),
  cos: unary(Math.cos),
  tan: unary(Math.tan),
  asin: unary(Math.asin),
  acos: unary(Math.acos),
  atan: unary(Math.atan),
  sinh: unary(Math.sinh),
  cosh: unary(Math.cosh),
  tanh: unary(Math.tanh),
  asinh: unary(Math.asinh),
  acosh: unary(Math.acosh),
  atanh: unary(Math.atanh),
  erf: unary(erf),
  sigmoid: unary((x) => 1 / (1 + Math.exp(-x))),
  floor: unary(Math.floor),
  ceil: unary(Math.ceil),
  round: unary(roundHalfToEven),
  isNaN: unary((x) => (Number.isNaN(x) ? 1 : 0), "bool"),
  logicalNot: unary((x) => 1 - x),
  bitwiseNot: unary((x) => ~x),

  add: broadcasting(addRow),
  sub: broadcasting(subRow),
  mul: broadcasting(mulRow, { integer: rowOf(Math.imul) }),
  div: broadcasting(divRow),
  floorDiv: binary(floorDivide, (a, b) => (b === 0 ? 0 : Math.floor(a / b))),
  mod: binary(remainder, (a, b) => (b === 0 ? 0 : remainder(a, b))),
  pow: binary(power),
  maximum: binary((a, b) => Math.max(a, b)),
  minimum: binary((a, b) => Math.min(a, b)),
  equal: compare((a, b) => a === b),
  less: compare((a, b) => a < b),
  lessEqual: compare((a, b) => a <= b),
  greater: compare((a, b) => a > b),
  greaterEqual: compare((a, b) => a >= b),
  logicalAnd: binary((a, b) => a & b),
  logicalOr: binary((a, b) => a | b),
  logicalXor: binary((a, b) => a ^ b),
  bitwiseAnd: binary((a, b) => a & b),
  bitwiseOr: binary((a, b) => a | b),
  bitwiseXor: binary((a, b) => a ^ b),
  shiftLeft: binary((a, b) => (b > 31 ? 0 : a << b)),
  shiftRight: binary((a, b) => (b > 31 ? 0 : a >>> b)),

  where: ({ condition, a, b }) => {
    const shape = staticShape(broadcastShapes(condition.shape, broadcastShapes(a.shape, b.shape, "where"), "where"));
    const out = emptyValue(a.dtype, shape, [a, b]);
    const [test, yes, no, to] = [elementsOf(condition), elementsOf(a), elementsOf(b), elementsOf(out)];
    const strides = [condition.shape, a.shape, b.shape, shape].map((operand) => broadcastStrides(operand, shape));
    forEachRow(shape, strides, ([c = 0, p = 0, q = 0, r = 0], [stepC = 0, stepP = 0, stepQ = 0], count) => {
      for (let i = 0; i < count; i++) to[r + i] = (test[c + i * stepC] === 0 ? no[q + i * stepQ] : yes[p + i * stepP]) ?? 0;
    });
    return [out];
  },

  cast: ({ x }, { dtype }) =>
    x.dtype === dtype ? [x] : [{ dtype, shape: x.shape, data: castArray(x.data as TensorData["data"], x.dtype, dtype) }],
};

function roundHalfToEven(x: number): number {
  return Math.abs(x - Math.trunc(x)) === 0.5 ? 2 * Math.round(x / 2) : Math.round(x);
}

/** Python's `%`: what is left of `a`, with the sign of `b`. */
function remainder(a: number, b: number): number {
  const rest = a % b;
  if (rest === 0) return b < 0 ? -0 : 0;
  return rest < 0 === b < 0 ? rest : rest + b;
}

/** Python's `//`, by the remainder, so that a quotient just below an integer is not rounded up to it. */
function floorDivide(a: number, b: number): number {
  if (b === 0) return a / b;
  const rest = remainder(a, b);
  if (Number.isFinite(b) || Number.isNaN(rest)) return Math.round((a - rest) / b);
  return rest === a ? 0 : -1;
}

/** C's (and NumPy's) pow: 1 to any power and −1 to an infinite one are 1, where JavaScript says NaN. */
function power(base: number, exponent: number): number {
  if (base === 1 || (base === -1 && Math.abs(exponent) === Infinity)) return 1;
  return base ** exponent;
}
