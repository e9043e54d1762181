import { Computed } from "./computed.ts";
import type { OpName, Ops } from "./ops/index.ts";

/** The ops that take one tensor. */
export type UnaryName = { [K in OpName]: Ops[K]["inputs"] extends readonly ["x"] ? K : never }[OpName];
/** The ops that take two tensors, which broadcast. */
export type BinaryName = { [K in OpName]: Ops[K]["inputs"] extends readonly ["a", "b"] ? K : never }[OpName];

/** The methods of {@link Tensor} (`Self`) that treat every element alone. A JavaScript literal takes the tensor's dtype. */
export abstract class ElementwiseMethods<Self> extends Computed {
  protected abstract unary(op: UnaryName): Self;
  protected abstract binary(op: BinaryName, other: Self | number | boolean): Self;

  /** `this + other`; shapes broadcast, dtypes must agree. */
  add(other: Self | number | boolean): Self {
    return this.binary("add", other);
  }
  /** `this - other` */
  sub(other: Self | number | boolean): Self {
    return this.binary("sub", other);
  }
  /** `this * other`, per element. */
  mul(other: Self | number | boolean): Self {
    return this.binary("mul", other);
  }
  /** `this / other`, float32. */
  div(other: Self | number | boolean): Self {
    return this.binary("div", other);
  }
  /** `floor(this / other)`, as Python's `//`. */
  floorDiv(other: Self | number | boolean): Self {
    return this.binary("floorDiv", other);
  }
  /** The remainder with the sign of `other`, as Python's `%`. */
  mod(other: Self | number | boolean): Self {
    return this.binary("mod", other);
  }
  /** The larger element; NaN when either is. */
  maximum(other: Self | number | boolean): Self {
    return this.binary("maximum", other);
  }
  /** The smaller element; NaN when either is. */
  minimum(other: Self | number | boolean): Self {
    return this.binary("minimum", other);
  }
  /** `-this` */
  neg(): Self {
    return this.unary("neg");
  }
  /** `|this|` */
  abs(): Self {
    return this.unary("abs");
  }
  /** -1, 0 or 1; NaN stays. */
  sign(): Self {
    return this.unary("sign");
  }
  /** `e ** this` */
  exp(): Self {
    return this.unary("exp");
  }
  /** The natural logarithm. */
  log(): Self {
    return this.unary("log");
  }
  /** The square root; NaN below 0. */
  sqrt(): Self {
    return this.unary("sqrt");
  }
  /** The sine of radians. */
  sin(): Self {
    return this.unary("sin");
  }
  /** The cosine of radians. */
  cos(): Self {
    return this.unary("cos");
  }
  /** The hyperbolic tangent. */
  tanh(): Self {
    return this.unary("tanh");
  }
  /** `1 / (1 + exp(-this))` */
  sigmoid(): Self {
    return this.unary("sigmoid");
  }
  /** The error function. */
  erf(): Self {
    return this.unary("erf");
  }
  /** The largest integer that is not larger. */
  floor(): Self {
    return this.unary("floor");
  }
  /** The smallest integer that is not smaller. */
  ceil(): Self {
    return this.unary("ceil");
  }
  /** To the nearest integer, halves to the even one. */
  round(): Self {
    return this.unary("round");
  }
  /** Whether an element is NaN (bool). */
  isNaN(): Self {
    return this.unary("isNaN");
  }
  /** `!this` of a bool tensor. */
  logicalNot(): Self {
    return this.unary("logicalNot");
  }
  /** `this === other` (bool); NaN equals nothing. */
  equal(other: Self | number | boolean): Self {
    return this.binary("equal", other);
  }
  /** `this < other` (bool) */
  less(other: Self | number | boolean): Self {
    return this.binary("less", other);
  }
  /** `this <= other` (bool) */
  lessEqual(other: Self | number | boolean): Self {
    return this.binary("lessEqual", other);
  }
  /** `this > other` (bool) */
  greater(other: Self | number | boolean): Self {
    return this.binary("greater", other);
  }
  /** `this >= other` (bool) */
  greaterEqual(other: Self | number | boolean): Self {
    return this.binary("greaterEqual", other);
  }
  /** `this && other` of bool tensors. */
  logicalAnd(other: Self | number | boolean): Self {
    return this.binary("logicalAnd", other);
  }
  /** `this || other` of bool tensors. */
  logicalOr(other: Self | number | boolean): Self {
    return this.binary("logicalOr", other);
  }
}
