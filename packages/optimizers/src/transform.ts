import { flatten, leavesAt, unflatten } from "@tidu/core-tensor";
import type { Tensor, Tree } from "@tidu/core-tensor";
import type { Config } from "./config.ts";

/** What surrounds one update. */
export interface StepContext {
  /** The parameters before the update. */
  readonly params: Tree;
  /** Updates done so far, an int32 scalar: 0 in the first one, as schedules count. */
  readonly step: Tensor;
  /** This update's number, a float32 scalar: 1 in the first one, as papers count. */
  readonly t: Tensor;
  /** This update's rate, a float32 scalar. */
  readonly learningRate: Tensor;
}

/** One stage on the way from gradients to updates: clipping, an optimizer's rule, weight decay, an average. */
export interface Transform<State extends Tree = Tree> {
  /** Names the transform and its state: `clipByNorm`, `adam`. */
  readonly config: Config;
  /** The first state: a tree of tensors, `{}` for a transform that remembers nothing. */
  init(params: Tree): State;
  /** Takes gradients, or what the stage before made of them; returns trees of the same structure. */
  update<Updates extends Tree>(updates: Updates, state: State, context: StepContext): readonly [updates: Updates, state: State];
  /** The parameters to keep when training ends, where they are not the last ones (averages). */
  finalize?<Params extends Tree>(params: Params, state: State): Params;
}

/** A transform without memory. */
export const stateless = (
  config: Config,
  update: <Updates extends Tree>(updates: Updates, context: StepContext) => Updates,
): Transform<Readonly<Record<string, Tree>>> => ({
  config,
  init: () => ({}),
  update: (updates, state, context) => [update(updates, context), state],
});

/** Maps the leaves of a tree, and those in the same places of other trees, to a tree of the same type. */
export function mapLeaves<T extends Tree>(tree: T, map: (leaf: Tensor, ...others: Tensor[]) => Tensor, ...others: readonly Tree[]): T {
  const { leaves, paths, structure } = flatten(tree);
  const rest = others.map((other) => leavesAt(other, paths));
  return unflatten<T>(
    structure,
    leaves.map((leaf, i) => map(leaf, ...rest.map((list) => list[i]).filter((value) => value !== undefined))),
  );
}

type ChainState = Readonly<Record<string, Tree>>;

/** One transform after the other. The state holds an entry per transform that has one, under its kind. */
export function sequence(config: Config, transforms: readonly Transform[]): Transform<ChainState> {
  const stages = withKeys(transforms);
  return {
    config,
    init: (params) => {
      const states = stages.map(({ key, transform }) => [key, transform.init(params)] as const);
      return Object.fromEntries(states.filter(([, state]) => flatten(state).leaves.length > 0));
    },
    update: (updates, states, context) => {
      const next: Record<string, Tree> = {};
      let current = updates;
      for (const { key, transform } of stages) {
        const [changed, state] = transform.update(current, states[key] ?? {}, context);
        current = changed;
        if (states[key] !== undefined) next[key] = state;
      }
      return [current, next];
    },
    finalize: (params, states) =>
      stages.reduce((kept, { key, transform }) => transform.finalize?.(kept, states[key] ?? {}) ?? kept, params),
  };
}

/** `ema`, and `ema_2` for a second one. */
function withKeys(transforms: readonly Transform[]): readonly { readonly key: string; readonly transform: Transform }[] {
  const count = new Map<string, number>();
  return transforms.map((transform) => {
    const { kind } = transform.config;
    const seen = (count.get(kind) ?? 0) + 1;
    count.set(kind, seen);
    return { key: seen === 1 ? kind : `${kind}_${seen}`, transform };
  });
}
