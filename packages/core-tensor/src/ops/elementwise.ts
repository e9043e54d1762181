import { op } from "../op.ts";
import type { NoParams, Op } from "../op.ts";
import type { DType } from "../dtype.ts";
import { broadcastShapes } from "../shape/shape.ts";
import { printSpec } from "../spec.ts";
import type { TensorSpec } from "../spec.ts";

type Unary = Op<readonly ["x"], NoParams>;
type Binary = Op<readonly ["a", "b"], NoParams>;

const computing = ["float32", "int32"] as const;
const float = ["float32"] as const;
const bits = ["uint32"] as const;

const requireDtype = (name: string, spec: TensorSpec, allowed: readonly DType[]): void => {
  if (!allowed.includes(spec.dtype)) {
    throw new TypeError(`${name}: expected ${allowed.join(" or ")}, received ${printSpec(spec)}. Cast it first.`);
  }
};

const unary = (name: string, allowed: readonly DType[], result?: DType): Unary =>
  op()({
    inputs: ["x"],
    infer: ({ x }) => {
      requireDtype(name, x, allowed);
      return [{ shape: x.shape, dtype: result ?? x.dtype }];
    },
  });

const binary = (name: string, allowed: readonly DType[], result?: DType): Binary =>
  op()({
    inputs: ["a", "b"],
    infer: ({ a, b }) => {
      requireDtype(name, a, allowed);
      if (a.dtype !== b.dtype)
        throw new TypeError(`${name}: operands are ${printSpec(a)} and ${printSpec(b)}. Cast one of them: dtypes are not promoted.`);
      return [{ shape: broadcastShapes(a.shape, b.shape, name), dtype: result ?? a.dtype }];
    },
  });

/** Ops that treat every element alone; two operands broadcast. */
export const elementwise = {
  neg: unary("neg", computing),
  abs: unary("abs", computing),
  sign: unary("sign", computing),
  exp: unary("exp", float),
  log: unary("log", float),
  sqrt: unary("sqrt", float),
  sin: unary("sin", float),
  cos: unary("cos", float),
  tan: unary("tan", float),
  asin: unary("asin", float),
  acos: unary("acos", float),
  atan: unary("atan", float),
  sinh: unary("sinh", float),
  cosh: unary("cosh", float),
  tanh: unary("tanh", float),
  asinh: unary("asinh", float),
  acosh: unary("acosh", float),
  atanh: unary("atanh", float),
  erf: unary("erf", float),
  sigmoid: unary("sigmoid", float),
  floor: unary("floor", float),
  ceil: unary("ceil", float),
  /** Halves go to the even neighbour, as in NumPy. */
  round: unary("round", float),
  isNaN: unary("isNaN", float, "bool"),
  logicalNot: unary("logicalNot", ["bool"]),
  bitwiseNot: unary("bitwiseNot", bits),

  add: binary("add", ["float32", "int32", "uint32"]),
  sub: binary("sub", computing),
  mul: binary("mul", ["float32", "int32", "uint32"]),
  div: binary("div", float),
  /** `floor(a / b)`, as Python's `//`. */
  floorDiv: binary("floorDiv", computing),
  /** The remainder of {@link floorDiv}: it has the sign of `b`, as Python's `%`. */
  mod: binary("mod", computing),
  pow: binary("pow", float),
  maximum: binary("maximum", computing),
  minimum: binary("minimum", computing),
  equal: binary("equal", ["float32", "int32", "bool"], "bool"),
  less: binary("less", computing, "bool"),
  lessEqual: binary("lessEqual", computing, "bool"),
  greater: binary("greater", computing, "bool"),
  greaterEqual: binary("greaterEqual", computing, "bool"),
  logicalAnd: binary("logicalAnd", ["bool"]),
  logicalOr: binary("logicalOr", ["bool"]),
  logicalXor: binary("logicalXor", ["bool"]),
  bitwiseAnd: binary("bitwiseAnd", bits),
  bitwiseOr: binary("bitwiseOr", bits),
  bitwiseXor: binary("bitwiseXor", bits),
  shiftLeft: binary("shiftLeft", bits),
  shiftRight: binary("shiftRight", bits),

  /** `condition ? a : b`, all three broadcast. */
  where: op()({
    inputs: ["condition", "a", "b"],
    infer: ({ condition, a, b }) => {
      requireDtype("where (condition)", condition, ["bool"]);
      requireDtype("where", a, ["float32", "int32", "bool"]);
      if (a.dtype !== b.dtype) throw new TypeError(`where: branches are ${printSpec(a)} and ${printSpec(b)}. Cast one of them.`);
      return [{ shape: broadcastShapes(condition.shape, broadcastShapes(a.shape, b.shape, "where"), "where"), dtype: a.dtype }];
    },
  }),

  /** Towards zero when to an integer; anything but zero is true. */
  cast: op<{ readonly dtype: DType }>()({ inputs: ["x"], infer: ({ x }, { dtype }) => [{ shape: x.shape, dtype }] }),
};
