import { printSpec, randomKey, release, sameShape } from "@tidu/core-tensor";
import type { Backend, TensorData } from "@tidu/core-tensor";
import type { Optimizer } from "@tidu/optimizers";
import type { Logs } from "./callbacks.ts";
import { rowOrder } from "./data/row-order.ts";
import type { Pause } from "./exclusive.ts";
import type { FitSettings } from "./fit-options.ts";
import { ModelState } from "./model-state.ts";
import type { Randomness } from "./model-state.ts";
import type { Network } from "./network/network.ts";
import { statesOf, weightSpecsOf } from "./network/network-weights.ts";
import type { FlatWeights } from "./network/weight-paths.ts";
import { onBackend, onHost } from "./placement.ts";
import { Predictor } from "./prediction.ts";
import type { ProgressReport } from "./progress/progress-report.ts";
import { runEvaluation } from "./training/evaluation.ts";
import { runEpochs } from "./training/fit.ts";
import type { HistoryRecord } from "./training/fit.ts";
import type { HostData } from "./training/host-data.ts";
import type { Objective } from "./training/objective.ts";
import { Trainer } from "./training/trainer.ts";
import { releaseData, uploadData } from "./training/upload-data.ts";
import { Pace } from "./training/pace.ts";
import type { StepData, StepSource } from "./training/step-source.ts";
import { weightRules } from "./training/weight-roles.ts";

/** An engine and an optimizer. */
export interface Means {
  readonly backend: Backend;
  readonly optimizer: Optimizer;
}

export interface FitRequest {
  readonly train: StepData;
  readonly validation: StepData | undefined;
  readonly settings: FitSettings;
  readonly progress: ProgressReport;
  readonly history: HistoryRecord;
  readonly pause: Pause;
}

/** A network at work: what it has learned, and what is compiled for it. One run at a time; the model sees to that. */
export class Session {
  readonly network: Network;
  readonly state: ModelState;
  readonly #trainers = new Map<string, Trainer>();
  #predictor: { readonly version: number; readonly backend: Backend; readonly predictor: Predictor } | undefined;

  /** @param given weights that are known */
  constructor(network: Network, randomness: Randomness, given?: FlatWeights) {
    this.network = network;
    this.state = new ModelState(network, randomness, given);
  }

  /** The same for other layers, or others of them frozen: those that stay keep their weights. */
  rebuilt(network: Network): Session {
    this.drop();
    const { state } = this;
    const before = weightSpecsOf(this.network);
    const after = weightSpecsOf(network);
    const stays = ([path]: readonly [string, unknown]): boolean => {
      const [old, spec] = [before.get(path), after.get(path)];
      return old !== undefined && old.layer === spec?.layer && sameShape(old.shape, spec.shape);
    };
    const kept = Object.entries(state.weights).filter(stays);
    state.forgetOptimizer();
    release(Object.fromEntries(Object.entries(state.weights).filter((entry) => !stays(entry))));
    return new Session(network, state.randomness, Object.fromEntries(kept));
  }

  /** Trains for some epochs. */
  async fit({ train, validation, settings, ...rest }: FitRequest, { backend, optimizer }: Means): Promise<void> {
    const { state } = this;
    const trainer = this.#trainerFor(train.objectives, { backend, optimizer });
    await state.begin(backend, optimizer);
    await withSteps(train, backend, (steps) => {
      const run = (validation?: StepSource): Promise<void> =>
        runEpochs({ ...settings, ...rest, state, trainer, optimizer, train: steps, validation, pace: new Pace() });
      return validation === undefined ? run() : withSteps(validation, backend, run);
    });
  }

  /** Loss and metrics over a data set. */
  async evaluate(data: StepData, progress: ProgressReport, { backend, optimizer }: Means): Promise<Logs> {
    const trainer = this.#trainerFor(data.objectives, { backend, optimizer });
    await this.state.moveTo(backend);
    try {
      const logs = await withSteps(data, backend, (steps) => {
        progress.begin({ epochs: 1, initialEpoch: 0, stepsPerEpoch: steps.steps });
        const onSteps = (done: number, soFar: Logs): void => progress.steps(done, soFar);
        return runEvaluation({ trainer, data: steps, weights: this.state.weights, onSteps });
      });
      progress.epochEnd(0, logs);
      return logs;
    } finally {
      progress.end();
    }
  }

  /** One update on all rows at once. */
  async trainOnBatch(host: HostData, { backend, optimizer }: Means): Promise<Logs> {
    const { state } = this;
    const trainer = this.#trainerFor(host.objectives, { backend, optimizer });
    await state.begin(backend, optimizer);
    const { data, rows } = uploadData(host, backend);
    try {
      const carry = { ...state.learned, metrics: trainer.initMetrics() };
      const fixed = { weights: state.fixed, key: state.batchKey };
      const [next, { logs }] = await trainer.train(carry, data, fixed, rowOrder(rows, { shuffle: false }), rows);
      state.keep(next);
      const losses = Object.fromEntries(Object.entries(logs).map(([key, values]) => [key, values[0] ?? NaN]));
      const measured = await trainer.metricResults(next.metrics);
      release(next.metrics);
      return { ...losses, ...measured };
    } finally {
      releaseData({ data, rows });
    }
  }

  /**
   * The outputs for all rows, `batchSize` at a time.
   *
   * @param carryOn whether stateful layers go on behind them next time
   */
  async predict(inputs: readonly TensorData[], backend: Backend, batchSize?: number, carryOn = true): Promise<readonly TensorData[]> {
    await this.state.moveTo(backend);
    const predictor = await this.#predictorFor(backend);
    const { outputs, states } = await predictor.run(inputs, this.state.weights, backend, batchSize);
    if (carryOn) this.state.carry(states);
    else release(states);
    return outputs;
  }

  /** What stateful layers carry starts anew. */
  async resetStates(): Promise<void> {
    const fresh = [...statesOf(this.network)].map(([path, { initializer, shape }]) => [path, initializer(randomKey(0), shape)] as const);
    const states = await onHost(Object.fromEntries(fresh));
    const backend = this.state.home;
    this.state.carry(backend === undefined ? states : await onBackend(states, backend, undefined));
  }

  /** Forgets what is compiled. */
  drop(): void {
    for (const trainer of this.#trainers.values()) trainer.dispose();
    this.#trainers.clear();
    this.#predictor?.predictor.dispose();
    this.#predictor = undefined;
  }

  /** Data sets whose targets are prepared alike share what is compiled. */
  #trainerFor(objectives: readonly Objective[], { backend, optimizer }: Means): Trainer {
    const key = objectives.map(({ target }) => printSpec(target)).join();
    let trainer = this.#trainers.get(key);
    if (trainer === undefined) {
      trainer = new Trainer({ network: this.network, objectives, optimizer, ...weightRules(this.network) }, backend);
      this.#trainers.set(key, trainer);
    }
    return trainer;
  }

  async #predictorFor(backend: Backend): Promise<Predictor> {
    const { version, weights } = this.state;
    if (this.#predictor?.version !== version || this.#predictor.backend !== backend) {
      this.#predictor?.predictor.dispose();
      this.#predictor = undefined;
      this.#predictor = { version, backend, predictor: await Predictor.create(this.network, weights, backend) };
    }
    return this.#predictor.predictor;
  }
}

/** Data on the backend for as long as they are used. */
async function withSteps<T>(data: StepData, backend: Backend, use: (steps: StepSource) => Promise<T>): Promise<T> {
  const steps = data.open(backend);
  try {
    return await use(steps);
  } finally {
    steps.close();
  }
}
