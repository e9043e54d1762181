import { foldInKey, literal, randomKey, release } from "@tidu/core-tensor";
import type { Backend, Key, Tensor, TensorData } from "@tidu/core-tensor";
import type { Optimizer, OptimizerState } from "@tidu/optimizers";
import type { Network } from "./network/network.ts";
import { initNetwork, weightSpecsOf } from "./network/network-weights.ts";
import type { FlatWeights } from "./network/weight-paths.ts";
import { onBackend, onHost } from "./placement.ts";
import type { Carry } from "./training/train-step.ts";
import { splitWeights } from "./training/weight-roles.ts";
import type { WeightRole, WeightRoles } from "./training/weight-roles.ts";

/** What first weights, orders of rows and dropout follow from. A file holds it, so that training resumes exactly. */
export interface Randomness {
  readonly key: Key;
  /** The epochs that the model was trained for: each has an order of rows and randomness of its own. */
  readonly epochs: number;
}

/** What a training step changes, but for the metrics. */
export type Learned = Omit<Carry, "metrics">;

/** Branches of the key. */
const branches = { weights: 0, singleBatches: 1, layers: 2, order: 3 } as const;

/** What a model has learned: its weights, the optimizer's state and where its randomness stands. Owns their buffers. */
export class ModelState {
  readonly #paths: readonly string[];
  #randomness: Randomness;
  #roles: WeightRoles;
  #optimizer: OptimizerState | undefined;
  /** Where the numbers live; they start on the host. */
  #home: Backend | undefined;
  #version = 0;

  /** @param given weights that are known; the others are drawn */
  constructor(network: Network, randomness: Randomness, given: FlatWeights = {}) {
    this.#paths = [...weightSpecsOf(network).keys()];
    this.#randomness = randomness;
    this.#roles = splitWeights(network, { ...initNetwork(network, this.#key("weights")), ...given });
  }

  get randomness(): Randomness {
    return this.#randomness;
  }

  /** Grows whenever a weight changes. */
  get version(): number {
    return this.#version;
  }

  /** The backend that the numbers are on; undefined while they are on the host. */
  get home(): Backend | undefined {
    return this.#home;
  }

  /** All weights by path, in the order of the layers. */
  get weights(): FlatWeights {
    const { trainable, moving, fixed } = this.#roles;
    const all: FlatWeights = { ...trainable, ...moving, ...fixed };
    return Object.fromEntries(this.#paths.flatMap((path) => (all[path] === undefined ? [] : [[path, all[path]]])));
  }

  get fixed(): FlatWeights {
    return this.#roles.fixed;
  }

  /** @throws before {@link ModelState.begin} */
  get learned(): Learned {
    const { trainable, moving } = this.#roles;
    return { trainable, moving, optimizer: this.#startedOptimizer };
  }

  /** The leaves of the optimizer's state; undefined before training. */
  get optimizer(): OptimizerState | undefined {
    return this.#optimizer;
  }

  /** The key that the layers of an epoch draw from (folded with the step), and the one of its order of rows. */
  get epochKeys(): { readonly layers: Tensor; readonly order: Key } {
    const { key, epochs } = this.#randomness;
    return { layers: this.#key("layers", epochs), order: foldInKey(foldInKey(key, branches.order), epochs) };
  }

  /** The key that layers draw from in `trainOnBatch`. */
  get batchKey(): Tensor {
    return this.#key("singleBatches");
  }

  epochDone(): void {
    const { key, epochs } = this.#randomness;
    this.#randomness = { key, epochs: epochs + 1 };
  }

  /** Puts all numbers on a backend. */
  async moveTo(backend: Backend): Promise<void> {
    const { trainable, moving, fixed } = this.#roles;
    const move = <T extends FlatWeights | OptimizerState>(tree: T): Promise<T> => onBackend(tree, backend, this.#home);
    this.#roles = { trainable: await move(trainable), moving: await move(moving), fixed: await move(fixed) };
    if (this.#optimizer !== undefined) this.#optimizer = await move(this.#optimizer);
    this.#home = backend;
  }

  /** Takes all numbers back to the host, and frees what the backend held of them. */
  async leave(): Promise<void> {
    const { trainable, moving, fixed } = this.#roles;
    const optimizer = this.#optimizer ?? [];
    this.#roles = { trainable: await onHost(trainable), moving: await onHost(moving), fixed: await onHost(fixed) };
    if (this.#optimizer !== undefined) this.#optimizer = await onHost(this.#optimizer);
    this.#home = undefined;
    release([trainable, moving, fixed, optimizer]);
  }

  /** Gets ready to train on a backend: an optimizer that has no state yet starts. */
  async begin(backend: Backend, optimizer: Optimizer): Promise<void> {
    // From copies: a state may start as the weights themselves (averages), and a step uses up both.
    this.#optimizer ??= optimizer.init(await onHost(this.#roles.trainable));
    await this.moveTo(backend);
  }

  /** What a step made of {@link ModelState.learned}, whose buffers are gone. */
  keep({ trainable, moving, optimizer }: Learned): void {
    this.#roles = { ...this.#roles, trainable, moving };
    this.#optimizer = optimizer;
    this.#version++;
  }

  /** Weights as the optimizer wants them when training ends: averages, with `useEma` (Keras: at the end of `fit`). */
  async finalize(optimizer: Optimizer): Promise<void> {
    const { trainable } = this.#roles;
    const kept = optimizer.finalize(trainable, this.#startedOptimizer);
    if (kept !== trainable) this.set(await onHost(kept));
  }

  /** Replaces some weights. */
  set(weights: FlatWeights): void {
    const replaced = (role: WeightRole): FlatWeights => {
      const entries = Object.entries(this.#roles[role]);
      release(entries.flatMap(([path, weight]) => (weights[path] === undefined ? [] : [weight])));
      return Object.fromEntries(entries.map(([path, weight]) => [path, weights[path] ?? weight]));
    };
    this.#roles = { trainable: replaced("trainable"), moving: replaced("moving"), fixed: replaced("fixed") };
    this.#version++;
  }

  /** What stateful layers carry on from a batch: new values of weights that predictions do not hold. */
  carry(states: FlatWeights): void {
    const { moving } = this.#roles;
    release(Object.keys(states).flatMap((path) => moving[path] ?? []));
    this.#roles = { ...this.#roles, moving: { ...moving, ...states } };
  }

  /** Takes over the optimizer's state of a file. */
  resume(optimizer: OptimizerState): void {
    this.forgetOptimizer();
    this.#optimizer = optimizer;
  }

  forgetOptimizer(): void {
    if (this.#optimizer !== undefined) release(this.#optimizer);
    this.#optimizer = undefined;
  }

  /** Sets the rate of the next step. */
  setLearningRate(rate: number): void {
    const optimizer = this.#startedOptimizer;
    release(optimizer.learningRate);
    this.#optimizer = { ...optimizer, learningRate: literal(rate, "float32") };
  }

  /** Copies of the numbers of all weights, in the order of the layers. */
  async numbers(): Promise<Readonly<Record<string, TensorData>>> {
    const entries = Object.entries(this.weights).map(async ([path, weight]): Promise<[string, TensorData]> => {
      const value = await weight.value();
      return [path, { ...value, data: value.data.slice() }];
    });
    return Object.fromEntries(await Promise.all(entries));
  }

  get #startedOptimizer(): OptimizerState {
    if (this.#optimizer === undefined) throw new Error("The optimizer has no state before training.");
    return this.#optimizer;
  }

  #key(branch: keyof typeof branches, count = 0): Tensor {
    return randomKey(foldInKey(foldInKey(this.#randomness.key, branches[branch]), count));
  }
}
