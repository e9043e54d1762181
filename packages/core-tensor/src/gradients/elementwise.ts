import { isFloat } from "../dtype.ts";
import type { elementwise } from "../ops/elementwise.ts";
import { literal, one, apply } from "../tensor.ts";
import type { Tensor } from "../tensor.ts";
import { discrete, flat } from "./rule.ts";
import type { GradientRules } from "./rule.ts";

const select = (condition: Tensor, a: Tensor, b: Tensor): Tensor => one(apply("where", { condition, a, b }, {}));
const zero = literal(0, "float32");

/** The share of the cotangent that the chosen operand gets: all of it, half at a tie (as in PyTorch and JAX). */
const chosen = (g: Tensor, mine: Tensor, other: Tensor): Tensor =>
  select(mine.equal(other), g.mul(0.5), select(mine.greater(other), g, zero));

/** Derivatives by the rules of calculus; where one does not exist, that of PyTorch and JAX. */
export const elementwiseGradients: GradientRules<typeof elementwise> = {
  neg: ({ cotangents: [g] }) => ({ x: g.neg() }),
  abs: ({ inputs: { x }, cotangents: [g] }) => ({ x: g.mul(x.sign()) }),
  sign: flat,
  exp: ({ outputs: [y], cotangents: [g] }) => ({ x: y && g.mul(y) }),
  log: ({ inputs: { x }, cotangents: [g] }) => ({ x: g.div(x) }),
  sqrt: ({ outputs: [y], cotangents: [g] }) => ({ x: y && g.mul(0.5).div(y) }),
  sin: ({ inputs: { x }, cotangents: [g] }) => ({ x: g.mul(x.cos()) }),
  cos: ({ inputs: { x }, cotangents: [g] }) => ({ x: g.mul(x.sin()).neg() }),
  tan: ({ outputs: [y], cotangents: [g] }) => ({ x: y && g.mul(y.square().add(1)) }),
  asin: ({ inputs: { x }, cotangents: [g] }) => ({ x: g.div(oneMinus(x.square()).sqrt()) }),
  acos: ({ inputs: { x }, cotangents: [g] }) => ({ x: g.div(oneMinus(x.square()).sqrt()).neg() }),
  atan: ({ inputs: { x }, cotangents: [g] }) => ({ x: g.div(x.square().add(1)) }),
  sinh: ({ inputs: { x }, cotangents: [g] }) => ({ x: g.mul(one(apply("cosh", { x }, {}))) }),
  cosh: ({ inputs: { x }, cotangents: [g] }) => ({ x: g.mul(one(apply("sinh", { x }, {}))) }),
  tanh: ({ outputs: [y], cotangents: [g] }) => ({ x: y && g.mul(oneMinus(y.square())) }),
  asinh: ({ inputs: { x }, cotangents: [g] }) => ({ x: g.div(x.square().add(1).sqrt()) }),
  acosh: ({ inputs: { x }, cotangents: [g] }) => ({ x: g.div(x.square().sub(1).sqrt()) }),
  atanh: ({ inputs: { x }, cotangents: [g] }) => ({ x: g.div(oneMinus(x.square())) }),
  erf: ({ inputs: { x }, cotangents: [g] }) => ({
    x: g.mul(
      x
        .square()
        .neg()
        .exp()
        .mul(2 / Math.sqrt(Math.PI)),
    ),
  }),
  sigmoid: ({ outputs: [y], cotangents: [g] }) => ({ x: y && g.mul(y.mul(oneMinus(y))) }),
  floor: flat,
  ceil: flat,
  round: flat,
  isNaN: discrete,
  logicalNot: discrete,
  bitwiseNot: discrete,

  add: ({ cotangents: [g] }) => ({ a: g, b: g }),
  sub: ({ cotangents: [g] }) => ({ a: g, b: g.neg() }),
  mul: ({ inputs: { a, b }, cotangents: [g] }) => ({ a: g.mul(b), b: g.mul(a) }),
  div: ({ inputs: { b }, outputs: [y], cotangents: [g] }) => ({ a: g.div(b), b: y && g.mul(y).div(b).neg() }),
  floorDiv: flat,
  mod: ({ inputs: { a, b }, cotangents: [g] }) => ({ a: g, b: g.mul(a.floorDiv(b)).neg() }),
  // d/da a^b = b a^(b-1), 0 where b is 0; d/db a^b = a^b log a, taken as 0 where a is not positive.
  pow: ({ inputs: { a, b }, outputs: [y], cotangents: [g] }) => ({
    a: select(b.equal(0), zero, g.mul(b).mul(a.pow(b.sub(1)))),
    b: y && select(a.greater(0), g.mul(y).mul(select(a.greater(0), a, literal(1, "float32")).log()), zero),
  }),
  maximum: ({ inputs: { a, b }, cotangents: [g] }) => ({ a: chosen(g, a, b), b: chosen(g, b, a) }),
  minimum: ({ inputs: { a, b }, cotangents: [g] }) => ({ a: chosen(g, b, a), b: chosen(g, a, b) }),
  equal: discrete,
  less: discrete,
  lessEqual: discrete,
  greater: discrete,
  greaterEqual: discrete,
  logicalAnd: discrete,
  logicalOr: discrete,
  logicalXor: discrete,
  bitwiseAnd: discrete,
  bitwiseOr: discrete,
  bitwiseXor: discrete,
  shiftLeft: discrete,
  shiftRight: discrete,

  where: ({ inputs: { condition }, cotangents: [g] }) => ({ a: select(condition, g, zero), b: select(condition, zero, g) }),
  cast: ({ inputs: { x }, cotangents: [g] }) => (isFloat(x.dtype) ? { x: g } : {}),
};

const oneMinus = (x: Tensor): Tensor => literal(1, "float32").sub(x);
