import { composite } from "../composite.ts";
import { apply, literal, one, toTensor } from "../tensor.ts";
import type { Tensor, TensorLike } from "../tensor.ts";
import { where } from "./shaping.ts";

/** The tangent of radians. */
export const tan = (x: Tensor): Tensor => one(apply("tan", { x }, {}));
/** The angle in radians whose sine is x, −π/2 to π/2; NaN outside of [−1, 1]. */
export const asin = (x: Tensor): Tensor => one(apply("asin", { x }, {}));
/** The angle in radians whose cosine is x, 0 to π; NaN outside of [−1, 1]. */
export const acos = (x: Tensor): Tensor => one(apply("acos", { x }, {}));
/** The angle in radians whose tangent is x, −π/2 to π/2. */
export const atan = (x: Tensor): Tensor => one(apply("atan", { x }, {}));
/** The hyperbolic sine. */
export const sinh = (x: Tensor): Tensor => one(apply("sinh", { x }, {}));
/** The hyperbolic cosine. */
export const cosh = (x: Tensor): Tensor => one(apply("cosh", { x }, {}));
/** The inverse of {@link sinh}. */
export const asinh = (x: Tensor): Tensor => one(apply("asinh", { x }, {}));
/** The inverse of {@link cosh}; NaN below 1. */
export const acosh = (x: Tensor): Tensor => one(apply("acosh", { x }, {}));
/** The inverse of {@link tanh}; NaN outside of [−1, 1]. */
export const atanh = (x: Tensor): Tensor => one(apply("atanh", { x }, {}));

/** `1 / x` */
export const reciprocal = (x: Tensor): Tensor => literal(1, "float32").div(x);

/** `1 / √x` */
export const rsqrt = (x: Tensor): Tensor => reciprocal(x.sqrt());

/** `log(1 + x)`, accurate near 0 (Kahan's correction: the rounding of 1 + x is divided out). */
export const log1p = (x: Tensor): Tensor =>
  composite(
    {
      name: "log1p",
      body: (x) => {
        const sum = x.add(1);
        const rounded = sum.sub(1);
        const exact = rounded.equal(0).logicalOr(sum.equal(Infinity));
        return where(exact, where(sum.equal(Infinity), sum, x), sum.log().mul(x.div(where(exact, 1, rounded))));
      },
      gradient: ({ args: [x], cotangent }) => (x === undefined ? [] : [cotangent.div(x.add(1))]),
    },
    x,
  );

/** `exp(x) − 1`, accurate near 0: `2 sinh(x / 2) exp(x / 2)` there, written as `tanh(x / 2) (exp(x) + 1)`. */
export const expm1 = (x: Tensor): Tensor =>
  composite(
    {
      name: "expm1",
      body: (x) => {
        const e = x.exp();
        return where(x.abs().less(0.5), x.mul(0.5).tanh().mul(e.add(1)), e.sub(1));
      },
      gradient: ({ args: [x], cotangent }) => (x === undefined ? [] : [cotangent.mul(x.exp())]),
    },
    x,
  );

/** The elements limited to `[low, high]`; nothing flows back where one is cut off. */
export const clip = (x: Tensor, low: number, high: number): Tensor =>
  composite(
    {
      name: "clip",
      options: { low, high },
      body: (x) => x.maximum(low).minimum(high),
      gradient: ({ args: [x], cotangent }) =>
        x === undefined ? [] : [where(x.greaterEqual(low).logicalAnd(x.lessEqual(high)), cotangent, 0)],
    },
    x,
  );

/**
 * The angle of the point (x, y) in radians, −π to π, by the signs of both: those of zeros count too, as in C and NumPy.
 *
 * @param y float32, broadcast against `x`
 */
export const atan2 = (y: Tensor, x: Tensor): Tensor =>
  composite(
    {
      name: "atan2",
      body: (y, x) => {
        const [height, width] = [y.abs(), x.abs()];
        const ratio = where(height.equal(width), where(height.equal(0), 0, 1), height.div(width)); // 0 / 0 and ∞ / ∞
        const acute = atan(ratio);
        const angle = where(isNegative(x), literal(Math.PI, "float32").sub(acute), acute);
        return where(isNegative(y), angle.neg(), angle);
      },
      gradient: ({ args: [y, x], cotangent }) => {
        if (y === undefined || x === undefined) return [];
        const scaled = cotangent.div(x.square().add(y.square()));
        return [scaled.mul(x), scaled.mul(y).neg()];
      },
    },
    y,
    x,
  );

/** Below zero, or −0. */
const isNegative = (x: Tensor): Tensor => x.less(0).logicalOr(x.equal(0).logicalAnd(reciprocal(x).less(0)));

/** Whether exactly one of two bool elements is true. */
export const logicalXor = (a: Tensor, b: TensorLike): Tensor => one(apply("logicalXor", { a, b: toTensor(b, "bool") }, {}));
/** The bits that both uint32 elements have. */
export const bitwiseAnd = (a: Tensor, b: TensorLike): Tensor => one(apply("bitwiseAnd", { a, b: toTensor(b, "uint32") }, {}));
/** The bits that either uint32 element has. */
export const bitwiseOr = (a: Tensor, b: TensorLike): Tensor => one(apply("bitwiseOr", { a, b: toTensor(b, "uint32") }, {}));
/** The bits that exactly one of two uint32 elements has. */
export const bitwiseXor = (a: Tensor, b: TensorLike): Tensor => one(apply("bitwiseXor", { a, b: toTensor(b, "uint32") }, {}));
/** The bits that a uint32 element has not. */
export const bitwiseNot = (x: Tensor): Tensor => one(apply("bitwiseNot", { x }, {}));
/** uint32 bits moved up by `b` places; 0 from 32 places on. */
export const shiftLeft = (a: Tensor, b: TensorLike): Tensor => one(apply("shiftLeft", { a, b: toTensor(b, "uint32") }, {}));
/** uint32 bits moved down by `b` places; 0 from 32 places on. */
export const shiftRight = (a: Tensor, b: TensorLike): Tensor => one(apply("shiftRight", { a, b: toTensor(b, "uint32") }, {}));
