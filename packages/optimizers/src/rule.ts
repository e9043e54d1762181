import { flatten, full, label, leavesAt, literal, tensor, Tensor, unflatten } from "@tidu/core-tensor";
import type { Tree } from "@tidu/core-tensor";
import type { Config } from "./config.ts";
import type { StepContext, Transform } from "./transform.ts";

type Numbers = Readonly<Record<string, number | undefined>>;
type Tensors<Names> = { readonly [Name in keyof Names]: Tensor };

/**
 * An optimizer's equations for one parameter: what it remembers (slots), what one step shares between all parameters, and the
 * update, to be added to the parameter.
 */
export interface Rule<Slots extends Numbers, Shared extends Readonly<Record<string, Tensor>>> {
  /** The state of each parameter: the number it starts from everywhere. */
  readonly slots: Slots;
  /** A scalar remembered between steps, besides the counter. */
  readonly memory?: Memory;
  /** The scalars of one step, computed once for all parameters; `memory` is the value after this step, 0 without one. */
  readonly share: (context: StepContext, memory: Tensor) => Shared;
  readonly update: (g: Tensor, slots: Tensors<Slots>, shared: Shared) => readonly [update: Tensor, slots: Tensors<Slots>];
}

interface Memory {
  readonly name: string;
  readonly start: number;
  readonly next: (value: Tensor, context: StepContext) => Tensor;
}

type RuleState = Readonly<Record<string, Tree>>;

/** Applies a rule to every parameter of a tree. The state is `{ [slot]: tree like the parameters, [memory]: scalar }`. */
export function perParameter<Slots extends Numbers, Shared extends Readonly<Record<string, Tensor>>>(
  config: Config,
  { slots, memory, share, update }: Rule<Slots, Shared>,
): Transform<RuleState> {
  return {
    config,
    init: (params) => {
      const { leaves, structure } = flatten(params);
      const filled = (value: number): Tree =>
        unflatten(
          structure,
          leaves.map((leaf) => filledLike(leaf, value)),
        );
      const trees = Object.entries(slots).map(([slot, start]) => [slot, filled(start ?? 0)] as const);
      return { ...Object.fromEntries(trees), ...(memory && { [memory.name]: literal(memory.start, "float32") }) };
    },
    update: (grads, state, context) => {
      const { leaves, paths, structure } = flatten(grads);
      const remembered = memory === undefined ? literal(0, "float32") : memory.next(scalarAt(state, memory.name), context);
      const shared = share(context, remembered);
      const before = Object.keys(slots).map((slot) => [slot, leavesAt(treeAt(state, slot), paths)] as const);
      const results = leaves.map((g, i) => {
        const own = Object.fromEntries(before.map(([slot, list]) => [slot, list[i]])) as Tensors<Slots>;
        const [change, after] = update(g, own, shared);
        const changed: Readonly<Record<string, Tensor>> = { ...after };
        label(
          [change, ...Object.values(changed)],
          [g, ...Object.values<Tensor>(own), ...Object.values(shared)],
          scopeOf(config.kind, paths[i]),
        );
        return { change, changed };
      });
      const after = before.map(
        ([slot]) =>
          [
            slot,
            unflatten<Tree>(
              structure,
              results.map(({ changed }) => changed[slot]),
            ),
          ] as const,
      );
      return [
        unflatten(
          structure,
          results.map(({ change }) => change),
        ),
        { ...Object.fromEntries(after), ...(memory && { [memory.name]: remembered }) },
      ];
    },
  };
}

/** Numbers at once, not a computation: the first state of a large model costs nothing. */
function filledLike({ shape, spec }: Tensor, value: number): Tensor {
  const sizes = shape.filter((size) => typeof size === "number");
  if (sizes.length < shape.length) return full(shape, value, spec.dtype);
  const numbers = new Float32Array(sizes.reduce((product, size) => product * size, 1));
  return tensor(value === 0 ? numbers : numbers.fill(value), sizes);
}

function treeAt(state: RuleState, name: string): Tree {
  const tree = state[name];
  if (tree === undefined)
    throw new Error(`optimizer state: "${name}" is missing; it holds ${Object.keys(state).join(", ")}. It belongs to another optimizer.`);
  return tree;
}

function scalarAt(state: RuleState, name: string): Tensor {
  const value = treeAt(state, name);
  if (!(value instanceof Tensor)) throw new TypeError(`optimizer state: "${name}" must be a scalar.`);
  return value;
}

const scopeOf = (kind: string, path: string | undefined): string => (path === undefined || path === "" ? kind : `${kind}/${path}`);
