import { isFloat } from "./dtype.ts";
import type { DType } from "./dtype.ts";
import { ElementwiseMethods } from "./elementwise-methods.ts";
import type { BinaryName, UnaryName } from "./elementwise-methods.ts";
import { mapInputs } from "./graph.ts";
import type { NodeInputs } from "./graph.ts";
import type { LazyNode } from "./lazy.ts";
import type { InputsOf, ParamsOf } from "./op.ts";
import { ops } from "./ops/index.ts";
import type { OpName, Ops } from "./ops/index.ts";
import { resolveSlice } from "./resolve-slice.ts";
import type { Dim } from "./shape/dim.ts";
import { resolveAxes, resolveAxis, resolveReshape, sameShape, sizeOfDims } from "./shape/shape.ts";
import type { Shape } from "./shape/shape.ts";
import { printSpec } from "./spec.ts";
import type { TensorSpec } from "./spec.ts";
import { castArray } from "./tensor-data.ts";

/** A tensor, or a JavaScript literal that takes the dtype of the other operand. */
export type TensorLike = Tensor | number | boolean;

/** The axes of a reduction, and whether they stay. */
export interface ReduceOptions {
  /** One axis, several, or (default) all; negative ones count from the back. */
  readonly axis?: number | readonly number[] | undefined;
  /** Keep reduced axes with size 1. Default: false. */
  readonly keepDims?: boolean;
}

/**
 * A multi-dimensional array of one dtype, not yet computed: functions only describe the computation.
 * `data()` and `array()` compute with the reference interpreter; `jit` and models run whole graphs on an engine.
 * A value that was computed once is kept, and nothing needs to be disposed.
 */
export class Tensor extends ElementwiseMethods<Tensor> {
  protected unary(op: UnaryName): Tensor {
    return one(applyNamed(op, { x: this }, {}));
  }
  protected binary(op: BinaryName, other: TensorLike): Tensor {
    return one(applyNamed(op, { a: this, b: toTensor(other, this.dtype) }, {}));
  }

  /** `this ** exponent`; small literal exponents become products and roots, which are faster and defined for negative numbers. */
  pow(exponent: TensorLike): Tensor {
    if (exponent === 1) return this;
    if (exponent === 2) return this.square();
    if (exponent === 3) return this.square().mul(this);
    if (exponent === 0.5) return this.sqrt();
    if (exponent === -1) return literal(1, this.dtype).div(this);
    return this.binary("pow", exponent);
  }
  /** `this * this` */
  square(): Tensor {
    return this.mul(this);
  }
  /** `this !== other` (bool) */
  notEqual(other: TensorLike): Tensor {
    return this.equal(other).logicalNot();
  }
  /** Converts elements: towards zero for integers; anything but zero is true. */
  cast(dtype: DType): Tensor {
    return dtype === this.dtype ? this : one(apply("cast", { x: this }, { dtype }));
  }

  /** The sum over axes; 0 over no elements. */
  sum(options: ReduceOptions = {}): Tensor {
    return reduction("sum", this, options);
  }
  /** The product over axes; 1 over no elements. */
  prod(options: ReduceOptions = {}): Tensor {
    return reduction("prod", this, options);
  }
  /** The largest element over axes; NaN when there is one. */
  max(options: ReduceOptions = {}): Tensor {
    return reduction("max", this, options);
  }
  /** The smallest element over axes; NaN when there is one. */
  min(options: ReduceOptions = {}): Tensor {
    return reduction("min", this, options);
  }
  /** Whether any element is true (bool). */
  any(options: ReduceOptions = {}): Tensor {
    return reduction("any", this, options);
  }
  /** Whether all elements are true (bool). */
  all(options: ReduceOptions = {}): Tensor {
    return reduction("all", this, options);
  }
  /** The average; NaN over no elements. */
  mean(options: ReduceOptions = {}): Tensor {
    const axes = resolveAxes(options.axis, this.ndim, "mean");
    return this.sum(options).div(sizeTensor(sizeOfDims(axes.map((axis) => this.shape[axis] ?? 1)), "float32"));
  }
  /** The first position of the largest element along `axis` (default: the last), int32. */
  argMax(axis = -1, keepDims = false): Tensor {
    return one(apply("argMax", { x: this }, { axis: resolveAxis(axis, this.ndim, "argMax"), keepDims }));
  }
  /** The first position of the smallest element along `axis` (default: the last), int32. */
  argMin(axis = -1, keepDims = false): Tensor {
    return one(apply("argMin", { x: this }, { axis: resolveAxis(axis, this.ndim, "argMin"), keepDims }));
  }

  /** The same elements in another shape; one size may be -1. */
  reshape(shape: Shape): Tensor {
    return sameShape(shape, this.shape) ? this : one(apply("reshape", { x: this }, { shape: resolveReshape(this.shape, shape) }));
  }
  /** Axes in another order; by default reversed. */
  transpose(permutation: readonly number[] = this.shape.map((_, axis) => this.ndim - 1 - axis)): Tensor {
    const axes = permutation.map((axis) => resolveAxis(axis, this.ndim, "transpose"));
    const still = axes.length === this.ndim && axes.every((axis, i) => axis === i);
    return still ? this : one(apply("transpose", { x: this }, { permutation: axes }));
  }
  /** A new axis of size 1 before `axis` (negative: counted from the back of the result). */
  expandDims(axis: number): Tensor {
    const at = resolveAxis(axis, this.ndim + 1, "expandDims");
    return this.reshape([...this.shape.slice(0, at), 1, ...this.shape.slice(at)]);
  }
  /** Without the axes of size 1, or without the given ones, which must have size 1. */
  squeeze(axis?: number | readonly number[]): Tensor {
    const axes = axis === undefined ? this.shape.flatMap((dim, i) => (dim === 1 ? [i] : [])) : resolveAxes(axis, this.ndim, "squeeze");
    const bad = axes.find((i) => this.shape[i] !== 1);
    if (bad !== undefined) throw new Error(`squeeze: axis ${bad} of ${printSpec(this.spec)} does not have size 1.`);
    return this.reshape(this.shape.filter((_, i) => !axes.includes(i)));
  }
  /** Stretched to a shape by NumPy's rule: axes are added in front, and axes of size 1 repeat. */
  broadcastTo(shape: Shape): Tensor {
    return sameShape(shape, this.shape) ? this : one(apply("broadcastTo", { x: this }, { shape }));
  }
  /**
   * A part of every axis, by Python's slice rules for non-negative steps: `slice([0, 1], [-1, null], [1, 2])` is `x[0:-1, 1::2]`.
   *
   * @param starts first positions, negative ones from the back; missing axes are whole
   * @param ends positions behind the last; `null` or missing: to the end
   * @param steps at least 1; missing: 1
   */
  slice(starts: readonly number[], ends: readonly (Dim | null)[] = [], steps: readonly number[] = []): Tensor {
    return one(apply("slice", { x: this }, resolveSlice(this.shape, starts, ends, steps)));
  }
  /** The matrix product; a vector is a row on the left and a column on the right, as in NumPy. */
  matmul(other: Tensor): Tensor {
    if (this.ndim === 1)
      return this.expandDims(0)
        .matmul(other)
        .squeeze(other.ndim === 1 ? -1 : -2);
    if (other.ndim === 1) return this.matmul(other.expandDims(1)).squeeze(-1);
    return one(apply("matmul", { a: this, b: other }, {}));
  }
}

/**
 * One number or boolean as a scalar of `dtype`.
 *
 * @throws when `dtype` holds integers and the number is not one
 */
export function literal(value: number | boolean, dtype: DType): Tensor {
  const number = Number(value);
  if (!Number.isInteger(number) && !isFloat(dtype) && dtype !== "bool") {
    throw new TypeError(`${number} does not fit ${dtype}, the dtype of the other side. Cast that to float32 first.`);
  }
  const data = castArray([number], undefined, dtype);
  return new Tensor({ shape: [], dtype }, { kind: "data", data: { shape: [], dtype, data } });
}

/** A tensor as it is; a literal as a scalar of `dtype`. */
export const toTensor = (value: TensorLike, dtype: DType): Tensor => (value instanceof Tensor ? value : literal(value, dtype));

/** Applies an op: checks the inputs, infers the specs, computes nothing. */
export function apply<K extends OpName>(op: K, inputs: InputsOf<Ops[K], Tensor>, params: ParamsOf<Ops[K]>): readonly Tensor[] {
  return applyNamed(op, inputs, params);
}

/** {@link apply} for code that treats all ops alike: inputs and params are trusted to fit. */
export function applyNamed(op: string, inputs: NodeInputs<Tensor>, params: unknown, scope = ""): readonly Tensor[] {
  const definition: { readonly infer: (inputs: never, params: never) => readonly TensorSpec[] } = ops[op as OpName];
  const specs = definition.infer(mapInputs(inputs, (input) => input.spec) as never, params as never);
  const node: LazyNode = { op, inputs, params, specs, scope };
  return specs.map((spec, output) => new Tensor(spec, { kind: "node", node, output }));
}

/** The only output of an op. */
export function one(outputs: readonly Tensor[]): Tensor {
  const [output] = outputs;
  if (output === undefined) throw new Error("one: the op has no output.");
  return output;
}

/** A dimension as a scalar: a constant when it is a number. */
export const sizeTensor = (dim: Dim, dtype: DType): Tensor =>
  typeof dim === "number" ? literal(dim, dtype) : one(apply("sizeOf", {}, { dim })).cast(dtype);

function reduction(op: "sum" | "prod" | "max" | "min" | "any" | "all", x: Tensor, { axis, keepDims = false }: ReduceOptions): Tensor {
  const axes = resolveAxes(axis, x.ndim, op);
  return axes.length === 0 ? x : one(apply(op, { x }, { axes, keepDims }));
}
