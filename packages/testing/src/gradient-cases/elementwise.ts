import { acos, acosh, asin, asinh, atan, atanh, cosh, sinh, tan, tensor, where } from "@tidu/core-tensor";
import type { ArrayLike, OpFamily, Tensor } from "@tidu/core-tensor";
import { gradientCase, notFloat } from "./gradient-case.ts";
import type { GradientCase, GradientCasesOf } from "./gradient-case.ts";

const anywhere = [
  [-1.7, -0.6, 0.3],
  [0.8, 1.4, 2.2],
];
const positive = [
  [0.4, 0.9, 1.3],
  [2.1, 3.2, 0.7],
];
const insideOne = [-0.8, -0.3, 0.2, 0.6];
const other = [
  [0.9, -1.1, 2.3],
  [-0.45, 1.9, 0.5],
];

const one = (fn: (x: Tensor) => Tensor, at: ArrayLike = anywhere): readonly GradientCase[] => [gradientCase("values", [at], fn)];

const two = (
  fn: (a: Tensor, b: Tensor) => Tensor,
  a: readonly (readonly number[])[] = anywhere,
  b: readonly (readonly number[])[] = other,
): readonly GradientCase[] => [
  gradientCase("values", [a, b], fn),
  gradientCase("a row and a column", [a[0] ?? [], b.map((row) => row.slice(0, 1))], fn),
  gradientCase("a scalar on the right", [a, b[0]?.[2] ?? 1], fn),
];

export const elementwise: GradientCasesOf<OpFamily<"elementwise">> = {
  neg: one((x) => x.neg()),
  abs: one((x) => x.abs()),
  sign: one((x) => x.sign()),
  exp: one((x) => x.exp()),
  log: one((x) => x.log(), positive),
  sqrt: one((x) => x.sqrt(), positive),
  sin: one((x) => x.sin()),
  cos: one((x) => x.cos()),
  tan: one(tan, insideOne),
  asin: one(asin, insideOne),
  acos: one(acos, insideOne),
  atan: one(atan),
  sinh: one(sinh),
  cosh: one(cosh),
  tanh: one((x) => x.tanh()),
  asinh: one(asinh),
  acosh: one(acosh, [1.2, 1.9, 4]),
  atanh: one(atanh, insideOne),
  erf: one((x) => x.erf()),
  sigmoid: one((x) => x.sigmoid()),
  floor: one((x) => x.floor()),
  ceil: one((x) => x.ceil()),
  round: one((x) => x.round()),
  isNaN: notFloat,
  logicalNot: notFloat,
  bitwiseNot: notFloat,

  add: two((a, b) => a.add(b)),
  sub: two((a, b) => a.sub(b)),
  mul: two((a, b) => a.mul(b)),
  div: two((a, b) => a.div(b)),
  floorDiv: two((a, b) => a.floorDiv(b)),
  mod: two((a, b) => a.mod(b)),
  pow: [
    ...two((a, b) => a.pow(b), positive),
    gradientCase("a negative base to whole powers", [[-1.5, -0.7]], (a) => a.pow(tensor([3, 2]))),
  ],
  maximum: two((a, b) => a.maximum(b)),
  minimum: two((a, b) => a.minimum(b)),
  equal: notFloat,
  less: notFloat,
  lessEqual: notFloat,
  greater: notFloat,
  greaterEqual: notFloat,
  logicalAnd: notFloat,
  logicalOr: notFloat,
  logicalXor: notFloat,
  bitwiseAnd: notFloat,
  bitwiseOr: notFloat,
  bitwiseXor: notFloat,
  shiftLeft: notFloat,
  shiftRight: notFloat,

  where: two((a, b) => where(a.greater(b), a.mul(b), b)),
  cast: [
    gradientCase("to float32", [anywhere], (x) => x.cast("float32").mul(x)),
    gradientCase("through int32", [anywhere], (x) => x.cast("int32").cast("float32").mul(x)),
  ],
};
