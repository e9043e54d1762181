import { flatten, jit, release, sizeOfShape, tensor } from "@tidu/core-tensor";
import type { Backend, Jitted, Tensor, Tree } from "@tidu/core-tensor";
import { statesOf } from "../network/network-weights.ts";
import { fixedBatchOf } from "../network/fixed-batch.ts";
import type { FlatWeights } from "../network/weight-paths.ts";
import { evaluateSteps } from "./evaluate-step.ts";
import type { Measured } from "./evaluate-step.ts";
import { initMetrics, metricResults } from "./objective.ts";
import { manySteps } from "./train-step.ts";
import type { Carry, Fixed, ResidentData, StepLogs, TrainingSetup } from "./train-step.ts";

/**
 * A call to the backend should take about this long: long enough that copying weights and moments out of the engine vanishes, short
 * enough for a live progress bar.
 */
const shortestCall = 200;
const longestCall = 1000;
/** Milliseconds a byte, and what share of a call copies may take. */
const copyTime = 0.7e-6;
const copyShare = 0.02;
/** More would not help, and the indices are small arrays. */
const mostSteps = 4096;

export interface StepsDone {
  /** How many steps the call made. */
  readonly steps: number;
  /** Per key, one value per step. */
  readonly logs: Readonly<Record<string, readonly number[]>>;
}

type TrainSteps = Jitted<[Carry, ResidentData, Fixed, Tensor], readonly [Carry, StepLogs]>;

/** Runs compiled training and evaluation steps, many of them a call. */
export class Trainer {
  readonly #setup: TrainingSetup;
  readonly #backend: Backend;
  readonly #train: TrainSteps;
  /** The same, giving the metrics after every step. */
  readonly #trainWatched: TrainSteps;
  readonly #evaluate: Jitted<[Measured, FlatWeights, ResidentData, Tensor], readonly [Measured, StepLogs]>;
  /** Milliseconds of a step by batch size, as measured; the first call of a size compiles and does not count. */
  readonly #stepTime = new Map<string, number>();
  readonly #compiled = new Set<string>();
  /** Milliseconds that a call for training should take. */
  #callTime = shortestCall;

  constructor(options: Omit<TrainingSetup, "perBatchMetrics">, backend: Backend) {
    const setup = { ...options, perBatchMetrics: false };
    this.#setup = setup;
    this.#backend = backend;
    const compiled = (setup: TrainingSetup): TrainSteps =>
      jit((carry, data, fixed, indices) => manySteps(setup, carry, data, fixed, indices), {
        backend,
        donate: [0],
        dynamic: { 1: ["rows"], 3: ["steps"] },
        name: "training",
      });
    this.#train = compiled(setup);
    this.#trainWatched = compiled({ ...setup, perBatchMetrics: true });
    this.#evaluate = jit((measured, weights, data, indices) => evaluateSteps(setup, measured, weights, data, indices), {
      backend,
      donate: [0],
      dynamic: { 2: ["rows"], 3: fixedBatchOf(setup.network) === undefined ? ["steps", "batch"] : ["steps"] },
      name: "evaluation",
    });
  }

  /** How many of `left` steps the next call should make. */
  stepsACall(kind: "train" | "evaluate", batchSize: number, left: number, perStep = false): number {
    if (this.#backend.loops === "host" || perStep) return Math.min(1, left);
    const time = this.#stepTime.get(`${kind} ${batchSize}`);
    if (time === undefined) return Math.min(1, left);
    const wanted = Math.min(mostSteps, Math.max(1, Math.round((kind === "train" ? this.#callTime : shortestCall) / time)));
    return left <= 1.5 * wanted ? left : wanted; // no short call at the end for its own copy of the state
  }

  /**
   * Trains on the rows that `indices` name, `batchSize` a step. The carry is used up; the new one comes back.
   *
   * @param watched whether to give the metrics after every step besides its loss
   */
  async train(
    carry: Carry,
    data: ResidentData,
    fixed: Fixed,
    indices: Int32Array,
    batchSize: number,
    watched = false,
  ): Promise<readonly [Carry, StepsDone]> {
    const rows = tensor(indices, [indices.length / batchSize, batchSize]);
    const steps = watched ? this.#trainWatched : this.#train;
    this.#callTime = Math.min(longestCall, Math.max(shortestCall, (bytesOf(carry) * copyTime) / copyShare));
    const [result, done] = await this.#timed("train", batchSize, indices.length / batchSize, () => steps(carry, data, fixed, rows));
    return [result[0], done];
  }

  /** Adds batches to the states of the metrics. What was measured before is used up. */
  async evaluate(
    measured: Measured,
    weights: FlatWeights,
    data: ResidentData,
    indices: Int32Array,
    batchSize: number,
  ): Promise<readonly [Measured, StepsDone]> {
    const rows = tensor(indices, [indices.length / batchSize, batchSize]);
    const [result, done] = await this.#timed("evaluate", batchSize, indices.length / batchSize, () =>
      this.#evaluate(measured, weights, data, rows),
    );
    return [result[0], done];
  }

  /** The weights that stateful layers carry from batch to batch. */
  get statePaths(): readonly string[] {
    return [...statesOf(this.#setup.network).keys()];
  }

  /** Fresh states of the metrics. */
  initMetrics(): readonly Tree[] {
    return initMetrics(this.#setup.objectives);
  }

  /** What the metrics come to. */
  async metricResults(states: readonly Tree[]): Promise<Readonly<Record<string, number>>> {
    const entries = Object.entries(metricResults(this.#setup.objectives, states)).map(async ([key, value]): Promise<[string, number]> => [
      key,
      await value.item(),
    ]);
    return Object.fromEntries(await Promise.all(entries));
  }

  dispose(): void {
    this.#train.dispose();
    this.#trainWatched.dispose();
    this.#evaluate.dispose();
  }

  async #timed<State>(
    kind: string,
    batchSize: number,
    steps: number,
    run: () => Promise<readonly [State, StepLogs]>,
  ): Promise<readonly [readonly [State, StepLogs], StepsDone]> {
    const key = `${kind} ${batchSize}`;
    const started = performance.now();
    const result = await run();
    const logs: Record<string, readonly number[]> = {};
    for (const [name, values] of Object.entries(result[1])) logs[name] = Array.from(await values.data(), Number);
    release(result[1]);
    const each = (performance.now() - started) / steps;
    if (this.#compiled.has(key)) this.#stepTime.set(key, Math.min(each, 4 * (this.#stepTime.get(key) ?? each))); // a hiccup is not a trend
    this.#compiled.add(key);
    return [result, { steps, logs }];
  }
}

/** What an engine copies out of itself at the end of a call. */
const bytesOf = (carry: Carry): number => flatten(carry).leaves.reduce((sum, { shape }) => sum + 4 * sizeOfShape(shape.map(Number)), 0);
