import type { Backend, DeviceTensor, Executable } from "./backend.ts";
import { asTensor } from "./composite.ts";
import { collect } from "./collect.ts";
import { namedDim } from "./shape/dim.ts";
import type { Dim } from "./shape/dim.ts";
import type { TensorSpec } from "./spec.ts";
import { printSpec } from "./spec.ts";
import { fromDevice, placeholder } from "./leaf-tensors.ts";
import type { Tensor } from "./tensor.ts";
import { flatten, unflatten } from "./tree.ts";
import type { Structure, Tree } from "./tree.ts";
import { verify } from "./verify.ts";

/** How a function is compiled. */
export interface JitOptions {
  readonly backend: Backend;
  /** Positions of arguments whose buffers are released after the run: the caller does not use them again. */
  readonly donate?: readonly number[];
  /**
   * Free dimensions by argument position: one name per axis, `null` where the size is fixed. Every leaf of the argument gets
   * them. One compilation then serves every size.
   */
  readonly dynamic?: Readonly<Record<number, readonly (string | null)[]>>;
  /** For error messages and profiles. */
  readonly name?: string;
}

/** A compiled function. */
export interface Jitted<Args extends readonly Tree[], Result extends Tree> {
  (...args: Args): Promise<Result>;
  /** Releases what the backend holds for it; a later call compiles again. */
  dispose(): void;
}

/**
 * Compiles a function of trees of tensors for a backend: traced and compiled once per combination of shapes and dtypes, and
 * run as one graph. The results live on the backend until they are read.
 *
 * @example
 * const step = jit((w: Tensor, x: Tensor) => w.sub(grad(loss)(w, x).mul(0.1)), { backend, donate: [0] });
 * for (const x of batches) w = await step(w, x);
 */
export function jit<Args extends readonly Tree[], Result extends Tree>(
  fn: (...args: Args) => Result,
  options: JitOptions,
): Jitted<Args, Result> {
  const { backend, donate = [] } = options;
  const compiled = new Map<string, Promise<Compiled>>();

  const run = async (...args: Args): Promise<Result> => {
    const flat = args.map((arg) => flatten(arg));
    const specs = flat.map(({ leaves }, position) => leaves.map(({ spec }) => freeSpec(spec, options.dynamic?.[position])));
    const key = JSON.stringify([flat.map(({ structure }) => structure), specs.map((list) => list.map(printSpec))]);
    let entry = compiled.get(key);
    if (entry === undefined) {
      entry = compile(
        fn,
        flat.map(({ structure }) => structure),
        flat.map(({ paths }) => paths),
        specs,
        options,
      );
      compiled.set(key, entry);
      entry.catch(() => compiled.delete(key)); // the next call tries again
    }
    const { executable, structure, captured } = await entry;
    const owned: DeviceTensor[] = [];
    try {
      const inputs: DeviceTensor[] = [];
      const donated: number[] = [];
      for (const [position, { leaves }] of flat.entries()) {
        for (const leaf of leaves) {
          if (donate.includes(position)) donated.push(inputs.length);
          inputs.push(await toDevice(leaf, backend, donate.includes(position) ? [] : owned));
        }
      }
      const outputs = await executable.run([...inputs, ...captured.tensors], { donate: donated });
      return unflatten<Result>(structure, outputs.map(fromDevice));
    } finally {
      for (const tensor of owned) tensor.dispose();
    }
  };
  const dispose = (): void => {
    for (const entry of compiled.values()) void releaseCompiled(entry);
    compiled.clear();
  };
  return Object.assign(run, { dispose });
}

interface Compiled {
  readonly executable: Executable;
  readonly structure: Structure;
  /** Tensors that the function closes over, on the backend; `owned` are those that were put there for it. */
  readonly captured: { readonly tensors: readonly DeviceTensor[]; readonly owned: readonly DeviceTensor[] };
}

async function releaseCompiled(entry: Promise<Compiled>): Promise<void> {
  const compiled = await entry.catch(() => undefined);
  compiled?.executable.dispose();
  for (const tensor of compiled?.captured.owned ?? []) tensor.dispose();
}

async function compile<Args extends readonly Tree[], Result extends Tree>(
  fn: (...args: Args) => Result,
  structures: readonly Structure[],
  paths: readonly (readonly string[])[],
  specs: readonly (readonly TensorSpec[])[],
  { backend, name }: JitOptions,
): Promise<Compiled> {
  const inputs: Tensor[] = [];
  const args = structures.map((structure, position) => {
    const tensors = (specs[position] ?? []).map((spec, i) => placeholder(spec, inputName(position, paths[position]?.[i] ?? "")));
    inputs.push(...tensors);
    return unflatten<unknown>(structure, tensors);
  });
  const { leaves, structure, paths: names } = flatten(fn(...(args as never)));
  const outputNames = names.map((path, i) => (path === "" ? `output${i}` : path));
  const { graph, captures } = collect(leaves, inputs, { outputNames });
  verify(graph);
  const executable = await backend.compile(graph, name === undefined ? {} : { name });
  const owned: DeviceTensor[] = [];
  const tensors = await Promise.all(captures.map((capture) => toDevice(asTensor(capture), backend, owned)));
  return { executable, structure, captured: { tensors, owned } };
}

const inputName = (position: number, path: string): string => (path === "" ? `arg${position}` : `arg${position}/${path}`);

/** The buffer of a tensor on the backend; new ones are noted in `owned`. */
async function toDevice(tensor: Tensor, backend: Backend, owned: DeviceTensor[]): Promise<DeviceTensor> {
  if (tensor.source.kind === "device") return tensor.source.device;
  const { data, shape, dtype } = await tensor.value();
  const device = backend.upload(data, { shape, dtype });
  owned.push(device);
  return device;
}

const freeSpec = ({ shape, dtype }: TensorSpec, names: readonly (string | null)[] | undefined): TensorSpec => ({
  dtype,
  shape:
    names === undefined
      ? shape
      : shape.map((dim, axis): Dim => (names[axis] === undefined || names[axis] === null ? dim : namedDim(names[axis]))),
});

/** Releases the buffers of a tree of tensors on their backend at once, instead of waiting for the garbage collector. */
export function release(tree: Tree): void {
  for (const { source } of flatten(tree).leaves) if (source.kind === "device") source.device.dispose();
}
