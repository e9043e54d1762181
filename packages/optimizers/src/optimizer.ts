import { literal } from "@tidu/core-tensor";
import type { Tensor, Tree } from "@tidu/core-tensor";
import type { Config } from "./config.ts";
import type { Schedule } from "./schedules/schedule.ts";
import { mapLeaves } from "./transform.ts";
import type { Transform } from "./transform.ts";

/** A plain tree of tensors: it can be saved, resumed, carried through `scan` and passed to `jit`. */
export type OptimizerState = {
  /** Updates done so far, an int32 scalar. */
  readonly step: Tensor;
  /** A float32 scalar. Change it between calls to train on with another rate; with a schedule it shows the last rate used. */
  readonly learningRate: Tensor;
  /** What each transform remembers, under its name: `slots.adam.m` is a tree like the parameters. */
  readonly slots: Readonly<Record<string, Tree>>;
};

/**
 * An optimizer is a value that turns gradients into updates; it holds no state.
 *
 * @example
 * const optimizer = adam({ learningRate: 0.01 });
 * let state = optimizer.init(params);
 * const [updates, next] = optimizer.update(grads, state, params);
 * params = applyUpdates(params, updates);
 */
export interface Optimizer {
  /** The factory's name: `adam`. */
  readonly name: string;
  /** Factory and options, for files. */
  readonly config: Config;
  /** The rate it starts with, or the schedule that gives the rate of each step. */
  readonly learningRate: number | Schedule;
  /** Its stages without the counter and the rate. */
  readonly transform: Transform<OptimizerState["slots"]>;
  /** The state before the first update. */
  init(params: Tree): OptimizerState;
  /** What to add to each parameter, and the next state. `grads` has the structure of `params`. */
  update<Params extends Tree>(grads: Params, state: OptimizerState, params: Params): readonly [updates: Params, state: OptimizerState];
  /** The parameters to keep when training ends: the averages with `useEma`, else `params`. */
  finalize<Params extends Tree>(params: Params, state: OptimizerState): Params;
}

/** Makes an optimizer of a transform: adds the step counter and the learning rate. */
export function optimizerOf(config: Config, learningRate: number | Schedule, transform: Optimizer["transform"]): Optimizer {
  const rateOf = (state: Pick<OptimizerState, "step" | "learningRate">): Tensor =>
    typeof learningRate === "number" ? state.learningRate : learningRate(state.step);
  return {
    name: config.kind,
    config,
    learningRate,
    transform,
    init: (params) => {
      const step = literal(0, "int32");
      const first = literal(typeof learningRate === "number" ? learningRate : 0, "float32");
      return { step, learningRate: rateOf({ step, learningRate: first }), slots: transform.init(params) };
    },
    update: (grads, state, params) => {
      const { step } = state;
      const next = step.add(1);
      const rate = rateOf(state);
      const [updates, slots] = transform.update(grads, state.slots, { params, step, t: next.cast("float32"), learningRate: rate });
      return [updates, { step: next, learningRate: rate, slots }];
    },
    finalize: (params, state) => transform.finalize?.(params, state.slots) ?? params,
  };
}

/** `params + updates`, leaf by leaf. */
export const applyUpdates = <Params extends Tree>(params: Params, updates: Tree): Params =>
  mapLeaves(params, (param, update) => param.add(update), updates);
