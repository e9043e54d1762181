import type { DeviceTensor } from "./backend.ts";
import { collect } from "./collect.ts";
import type { DType, TypedArray } from "./dtype.ts";
import { evaluate } from "./evaluate/index.ts";
import { inputsOf, mapInputs } from "./graph.ts";
import type { NodeInputs } from "./graph.ts";
import type { Lazy, LazyNode, Source } from "./lazy.ts";
import type { InputsOf, ParamsOf } from "./op.ts";
import { ops } from "./ops/index.ts";
import type { SliceParams } from "./ops/movement.ts";
import type { OpName, Ops } from "./ops/index.ts";
import { subDims } from "./shape/dim.ts";
import type { Dim } from "./shape/dim.ts";
import { isStatic, printShape, resolveAxes, resolveAxis, resolveReshape, sameShape, sizeOfDims } from "./shape/shape.ts";
import type { Shape } from "./shape/shape.ts";
import { printSpec } from "./spec.ts";
import type { TensorSpec } from "./spec.ts";
import { tensorData, toNested } from "./tensor-data.ts";
import type { ArrayLike, Nested, TensorData } from "./tensor-data.ts";

/** A tensor, or a JavaScript literal that takes the dtype of the other operand. */
export type TensorLike = Tensor | number | boolean;

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
export class Tensor implements Lazy {
  readonly spec: TensorSpec;
  #source: Source;

  /** Use {@link tensor} for numbers; this takes a description of where the value comes from. */
  constructor(spec: TensorSpec, source: Source) {
    this.spec = spec;
    this.#source = source;
  }

  get source(): Source {
    return this.#source;
  }
  get shape(): Shape {
    return this.spec.shape;
  }
  get dtype(): DType {
    return this.spec.dtype;
  }
  /** The number of axes. */
  get ndim(): number {
    return this.spec.shape.length;
  }

  /**
   * The numbers with their shape, computed when they are not known yet.
   *
   * @throws when the tensor stands for an argument of a function that is being traced
   */
  async value(): Promise<TensorData> {
    if (this.#source.kind === "node") {
      const { graph, captures } = collect([this], []);
      const inputs = await Promise.all(captures.map((capture) => readDevice(capture)));
      const [result] = evaluate(graph, inputs);
      if (result === undefined) throw new Error("value: the graph has no output.");
      this.#source = { kind: "data", data: result };
      return result;
    }
    return readDevice(this);
  }

  /** The numbers, row-major. */
  async data(): Promise<TypedArray> {
    return (await this.value()).data;
  }

  /** The numbers as nested JavaScript arrays (a plain number for a scalar). */
  async array(): Promise<Nested> {
    return toNested(await this.value());
  }

  /**
   * The number of a tensor with one element.
   *
   * @throws when there is not exactly one
   */
  async item(): Promise<number> {
    const { data, shape } = await this.value();
    if (data.length !== 1) throw new Error(`item: expected one element, received ${printShape(shape)}. Use array() for more.`);
    return Number(data[0]);
  }

  toString(): string {
    return `Tensor ${printSpec(this.spec)}`;
  }

  add(other: TensorLike): Tensor {
    return binary("add", this, other);
  }
  sub(other: TensorLike): Tensor {
    return binary("sub", this, other);
  }
  mul(other: TensorLike): Tensor {
    return binary("mul", this, other);
  }
  div(other: TensorLike): Tensor {
    return binary("div", this, other);
  }
  /** `floor(this / other)`, as Python's `//`. */
  floorDiv(other: TensorLike): Tensor {
    return binary("floorDiv", this, other);
  }
  /** The remainder with the sign of `other`, as Python's `%`. */
  mod(other: TensorLike): Tensor {
    return binary("mod", this, other);
  }
  /** `this ** exponent`; small literal exponents become products and roots, which are faster and defined for negative numbers. */
  pow(exponent: TensorLike): Tensor {
    if (exponent === 1) return this;
    if (exponent === 2) return this.square();
    if (exponent === 3) return this.square().mul(this);
    if (exponent === 0.5) return this.sqrt();
    if (exponent === -1) return literal(1, this.dtype).div(this);
    return binary("pow", this, exponent);
  }
  square(): Tensor {
    return this.mul(this);
  }
  maximum(other: TensorLike): Tensor {
    return binary("maximum", this, other);
  }
  minimum(other: TensorLike): Tensor {
    return binary("minimum", this, other);
  }
  neg(): Tensor {
    return unary("neg", this);
  }
  abs(): Tensor {
    return unary("abs", this);
  }
  sign(): Tensor {
    return unary("sign", this);
  }
  exp(): Tensor {
    return unary("exp", this);
  }
  log(): Tensor {
    return unary("log", this);
  }
  sqrt(): Tensor {
    return unary("sqrt", this);
  }
  sin(): Tensor {
    return unary("sin", this);
  }
  cos(): Tensor {
    return unary("cos", this);
  }
  tanh(): Tensor {
    return unary("tanh", this);
  }
  sigmoid(): Tensor {
    return unary("sigmoid", this);
  }
  erf(): Tensor {
    return unary("erf", this);
  }
  floor(): Tensor {
    return unary("floor", this);
  }
  ceil(): Tensor {
    return unary("ceil", this);
  }
  /** To the nearest integer, halves to the even one. */
  round(): Tensor {
    return unary("round", this);
  }
  isNaN(): Tensor {
    return unary("isNaN", this);
  }
  logicalNot(): Tensor {
    return unary("logicalNot", this);
  }
  equal(other: TensorLike): Tensor {
    return binary("equal", this, other);
  }
  less(other: TensorLike): Tensor {
    return binary("less", this, other);
  }
  lessEqual(other: TensorLike): Tensor {
    return binary("lessEqual", this, other);
  }
  greater(other: TensorLike): Tensor {
    return binary("greater", this, other);
  }
  greaterEqual(other: TensorLike): Tensor {
    return binary("greaterEqual", this, other);
  }
  logicalAnd(other: TensorLike): Tensor {
    return binary("logicalAnd", this, other);
  }
  logicalOr(other: TensorLike): Tensor {
    return binary("logicalOr", this, other);
  }
  notEqual(other: TensorLike): Tensor {
    return this.equal(other).logicalNot();
  }
  /** Converts elements: towards zero for integers; anything but zero is true. */
  cast(dtype: DType): Tensor {
    return dtype === this.dtype ? this : one(apply("cast", { x: this }, { dtype }));
  }

  sum(options: ReduceOptions = {}): Tensor {
    return reduction("sum", this, options);
  }
  prod(options: ReduceOptions = {}): Tensor {
    return reduction("prod", this, options);
  }
  max(options: ReduceOptions = {}): Tensor {
    return reduction("max", this, options);
  }
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
    return one(apply("transpose", { x: this }, { permutation: permutation.map((axis) => resolveAxis(axis, this.ndim, "transpose")) }));
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
    return one(apply("slice", { x: this }, resolveSlice(this.spec, starts, ends, steps)));
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
 * A tensor of known numbers.
 *
 * `tensor([[1, 2], [3, 4]])` is float32[2, 2]; `tensor(new Int32Array(6), [2, 3])` is int32[2, 3] and shares the array.
 *
 * @throws when rows differ in length or the number of values is not that of the shape
 */
export function tensor(values: ArrayLike, shape?: readonly number[], dtype?: DType): Tensor {
  const data = tensorData(values, shape, dtype);
  return new Tensor({ shape: data.shape, dtype: data.dtype }, { kind: "data", data });
}

/** A tensor whose numbers live on a backend. */
export const fromDevice = (device: DeviceTensor): Tensor => new Tensor(device.spec, { kind: "device", device });

/** A tensor that stands for an argument. */
export const placeholder = (spec: TensorSpec, name: string): Tensor => new Tensor(spec, { kind: "placeholder", name });

/** One number or boolean as a scalar of `dtype`. */
export const literal = (value: number | boolean, dtype: DType): Tensor => tensor(Number(value), [], dtype);

/** A tensor as it is; a literal as a scalar of `dtype`. */
export const toTensor = (value: TensorLike, dtype: DType): Tensor => (value instanceof Tensor ? value : literal(value, dtype));

/** Applies an op: checks the inputs, infers the specs, computes nothing. */
export function apply<K extends OpName>(op: K, inputs: InputsOf<Ops[K], Tensor>, params: ParamsOf<Ops[K]>): readonly Tensor[] {
  return applyNamed(op, inputs as NodeInputs<Tensor>, params);
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

/** Prefixes the scope of every node between `inputs` and `outputs`: names for people and files. */
export function label(outputs: readonly Lazy[], inputs: readonly Lazy[], scope: string): void {
  const stops = new Set(inputs.map(({ source }) => (source.kind === "node" ? source.node : source)));
  const seen = new Set<LazyNode>();
  const stack = [...outputs];
  for (let value = stack.pop(); value !== undefined; value = stack.pop()) {
    const { source } = value;
    if (source.kind !== "node" || stops.has(source.node) || seen.has(source.node)) continue;
    seen.add(source.node);
    source.node.scope = source.node.scope === "" ? scope : `${scope}/${source.node.scope}`;
    stack.push(...inputsOf(source.node.inputs));
  }
}

type UnaryName = { [K in OpName]: Ops[K]["inputs"] extends readonly ["x"] ? K : never }[OpName];
type BinaryName = { [K in OpName]: Ops[K]["inputs"] extends readonly ["a", "b"] ? K : never }[OpName];

const unary = (op: UnaryName, x: Tensor): Tensor => one(applyNamed(op, { x }, {}));

const binary = (op: BinaryName, a: Tensor, b: TensorLike): Tensor => one(applyNamed(op, { a, b: toTensor(b, a.dtype) }, {}));

function reduction(op: "sum" | "prod" | "max" | "min" | "any" | "all", x: Tensor, { axis, keepDims = false }: ReduceOptions): Tensor {
  const axes = resolveAxes(axis, x.ndim, op);
  return axes.length === 0 ? x : one(apply(op, { x }, { axes, keepDims }));
}

function resolveSlice(
  { shape }: TensorSpec,
  starts: readonly number[],
  ends: readonly (Dim | null)[],
  steps: readonly number[],
): SliceParams {
  if (Math.max(starts.length, ends.length, steps.length) > shape.length)
    throw new RangeError(`slice: ${printShape(shape)} has only ${shape.length} axes.`);
  const position = (value: number, size: Dim): number => {
    if (typeof size !== "number") {
      if (value < 0) throw new Error(`slice: a start counted from the back needs a known size, received ${printShape(shape)}.`);
      return value;
    }
    return Math.min(Math.max(value < 0 ? value + size : value, 0), size);
  };
  const from = shape.map((size, axis) => position(starts[axis] ?? 0, size));
  const limits = shape.map((size, axis): Dim => {
    const end = ends[axis] ?? null;
    if (end === null) return size;
    if (typeof end !== "number") return end;
    if (typeof size !== "number") return end < 0 ? subDims(size, -end) : end;
    return Math.max(position(end, size), from[axis] ?? 0);
  });
  return { starts: from, limits, steps: shape.map((_, axis) => steps[axis] ?? 1) };
}

const readDevice = async ({ source, spec }: Lazy): Promise<TensorData> => {
  if (source.kind === "data") return source.data;
  if (source.kind === "device") {
    const { shape, dtype } = source.device.spec;
    if (!isStatic(shape)) throw new Error(`The backend holds a tensor of unknown size ${printShape(shape)}.`);
    return tensorData(await source.device.data(), shape, dtype);
  }
  throw new Error(
    `The value of ${printSpec(spec)} is not known here: it stands for an argument while its function is traced. Return it instead.`,
  );
};
