import { emptyArray } from "@tidu/core-tensor";
import type { NumericArray, OpFamily } from "@tidu/core-tensor";
import type { Value } from "../plan.ts";
import type { Run } from "../run.ts";
import { onHost, requireSpec } from "./rule.ts";
import { toFloat } from "./conversion.ts";
import type { KernelRules } from "./rule.ts";
import { elementwiseKernel, stretch } from "./stretch.ts";

interface Unary {
  readonly x: Value;
}

interface Binary {
  readonly a: Value;
  readonly b: Value;
}

const unary =
  (kernel: string) =>
  ({ x }: Unary, _params: unknown, run: Run): readonly Value[] => [run(kernel, { x })];

const binary =
  (kernel: string) =>
  ({ a, b }: Binary, _params: unknown, run: Run): readonly Value[] => [elementwiseKernel(kernel, a, b, run)];

export const elementwise: KernelRules<OpFamily<"elementwise">> = {
  // The wasm backend computes -x and |x| of integers in float32.
  neg: ({ x }, _, run) => [negated(x, run)],
  abs: ({ x }, _, run) => [x.dtype === "int32" ? run("Maximum", { a: x, b: negated(x, run) }) : run("Abs", { x })],
  // Sign gives 0 for NaN and for numbers below 1e-7; Step keeps both.
  sign: ({ x }, _, run) => {
    if (x.dtype === "int32") return [run("Sign", { x })];
    const positive = run("Step", { x }, { alpha: 0 });
    const negative = run("Step", { x: run("Neg", { x }) }, { alpha: 0 });
    return [run("Sub", { a: positive, b: negative })];
  },
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
  isNaN: unary("IsNan"),
  logicalNot: unary("LogicalNot"),
  bitwiseNot: onHost,

  add: binary("Add"),
  sub: binary("Sub"),
  // On cpu products of large integers lose their last bits, and 1 ** NaN is NaN.
  mul: (operands, params, run) =>
    run.engine === "cpu" && operands.a.dtype === "int32" ? run.onHost() : binary("Multiply")(operands, params, run),
  div: binary("RealDiv"),
  // tfjs divides integers in float32, stops at a division by zero, and rounds quotients before their floor.
  floorDiv: onHost,
  mod: onHost,
  pow: (operands, params, run) => (run.engine === "cpu" ? run.onHost() : binary("Pow")(operands, params, run)),
  maximum: (operands, _, run) => [extreme("Maximum", operands, run)],
  minimum: (operands, _, run) => [extreme("Minimum", operands, run)],
  equal: binary("Equal"),
  less: binary("Less"),
  lessEqual: binary("LessEqual"),
  greater: binary("Greater"),
  greaterEqual: binary("GreaterEqual"),
  logicalAnd: binary("LogicalAnd"),
  logicalOr: binary("LogicalOr"),
  logicalXor: binary("NotEqual"),
  bitwiseAnd: onHost,
  bitwiseOr: onHost,
  bitwiseXor: onHost,
  shiftLeft: onHost,
  shiftRight: onHost,

  where: ({ condition, a, b }, _, run) => {
    const { shape, dtype } = requireSpec(run);
    if (dtype === "bool") {
      // The wasm backend's Select takes every element for four bytes.
      const yes = elementwiseKernel("LogicalAnd", condition, a, run, { shape, dtype });
      const no = elementwiseKernel("LogicalAnd", run("LogicalNot", { x: condition }, {}, condition), b, run, { shape, dtype });
      return [elementwiseKernel("LogicalOr", yes, no, run)];
    }
    return [run("Select", { condition: stretch(condition, shape, run), t: stretch(a, shape, run), e: stretch(b, shape, run) })];
  },

  cast: ({ x }, { dtype }, run) => {
    if (x.dtype === dtype) return [x];
    if (dtype === "bool") return [elementwiseKernel("NotEqual", x, zero(x, run), run)];
    if (run.engine === "gpu") return [dtype === "float32" ? toFloat(x, run) : run("Cast", { x }, { dtype })];
    return run.compute([x], ([{ data } = { data: new Float32Array() }]) => {
      const converted = emptyArray(dtype, data.length) as NumericArray; // conversion on storing is the cast
      converted.set(data as NumericArray);
      return [{ data: converted }];
    });
  },
};

const zero = (x: Value, run: Run): Value => run.reshape(run.fill(0, 1, x.dtype === "int32" ? "int32" : "float32"), []);

const negated = (x: Value, run: Run): Value =>
  x.dtype === "int32" ? elementwiseKernel("Sub", zero(x, run), x, run, x) : run("Neg", { x });

/** The wasm backend compares `a < b ? b : a`, which loses a NaN in `b`. */
function extreme(kernel: "Maximum" | "Minimum", { a, b }: Binary, run: Run): Value {
  if (run.engine !== "wasm" || a.dtype !== "float32" || isNumber(b)) {
    if (run.engine === "wasm" && kernel === "Maximum" && isZero(b) && a.shape.length >= b.shape.length) return run("Relu", { x: a });
    return elementwiseKernel(kernel, a, b, run);
  }
  if (isNumber(a)) return extreme(kernel, { a: b, b: a }, run);
  const { shape } = requireSpec(run);
  const [x, y] = [stretch(a, shape, run), stretch(b, shape, run)];
  const missing = run("IsNan", { x: y }, {}, { shape, dtype: "bool" });
  return run("Select", { condition: missing, t: y, e: run(kernel, { a: x, b: y }) });
}

/** A constant without NaN. */
const isNumber = ({ constant }: Value): boolean =>
  constant !== undefined && constant.data.every((value: number | bigint) => !Number.isNaN(value));

const isZero = ({ constant, dtype, shape }: Value): boolean =>
  dtype === "float32" && shape.every((size) => size === 1) && constant !== undefined && constant.data[0] === 0;
