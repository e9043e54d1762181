import { keyOfSeed, namedDim } from "@tidu/core-tensor";
import type { ArrayLike, Backend, Shape, TensorData, TensorSpec } from "@tidu/core-tensor";
import type { Layer } from "@tidu/layers";
import { Assembly } from "./assembly.ts";
import type { BackendSource } from "./assembly.ts";
import { Exclusive } from "./exclusive.ts";
import { layerAt, layerPaths } from "./network/freezing.ts";
import { modelLayer } from "./network/model-layer.ts";
import type { ModelLayerOptions } from "./network/model-layer.ts";
import { networkSummary } from "./network/network-summary.ts";
import { leafPaths } from "./network/network.ts";
import type { Network } from "./network/network.ts";
import { snapshot } from "./placement.ts";
import { nestedArchitecture } from "./saving/architecture.ts";
import { exportOnnx } from "./saving/export-onnx.ts";
import type { ExportOptions, ExportReport, OnnxRunner } from "./saving/export-onnx.ts";
import { modelBytes } from "./saving/model-bytes.ts";
import { weightsInFile } from "./saving/model-file.ts";
import type { ModelFile } from "./saving/model-file.ts";
import { readFileWhole, writeFileWhole } from "./saving/write-file.ts";
import { checkedWeights, fittingWeights } from "./weights.ts";
import type { LoadedWeights, WeightOptions } from "./weights.ts";

export interface ModelOptions {
  readonly name?: string;
  /** The engine that trains and predicts. */
  readonly backend?: BackendSource;
  /** Runs exported files to prove them: `runOnnx` of @tidu/backend-onnxruntime. */
  readonly runOnnx?: OnnxRunner;
  /** Weights, orders of rows and dropout follow from it. Default: another one each time. */
  readonly seed?: number;
}

/** A network with weights: its layers, what of it trains, its numbers and its files. */
export class NetworkModel {
  readonly name: string;
  /** One run at a time. */
  protected readonly runs: Exclusive;
  protected readonly parts: Assembly;
  readonly #runOnnx: OnnxRunner | undefined;

  constructor(network: Network | undefined, { name, backend, runOnnx, seed }: ModelOptions, defaultName: string) {
    this.name = name ?? defaultName;
    this.#runOnnx = runOnnx;
    this.runs = new Exclusive(this.name);
    this.parts = new Assembly({
      name: this.name,
      backend,
      network,
      randomness: { key: keyOfSeed(seed ?? Math.floor(Math.random() * 2 ** 48)), epochs: 0 },
      networkFor: (inputs) => this.networkFor(inputs),
    });
  }

  /** How it was made, for files. */
  protected get kind(): ModelFile["kind"] {
    return "functional";
  }

  /**
   * The layers in order, with their names and weights.
   *
   * @throws before the input's shape is known
   */
  get network(): Network {
    return this.parts.session.network;
  }

  /** The layers in order. */
  get layers(): readonly Layer[] {
    return this.network.layers.map(({ layer }) => layer);
  }

  /** The paths of all layers, in order; those of a model inside follow it: `base`, `base/dense`. */
  get layerNames(): readonly string[] {
    return layerPaths(this.network);
  }

  /**
   * The layer of that name, or at that path.
   *
   * @throws with the nearest name when there is none
   */
  getLayer(name: string): Layer {
    return layerAt(`${this.name}: getLayer`, this.network, name);
  }

  /** Whether anything here trains. Setting it freezes, or lets go, all layers (Keras's `model.trainable`). */
  get trainable(): boolean {
    const { frozen } = this.network;
    return leafPaths(this.network).some((path) => !frozen.has(path) && this.getLayer(path).trainable);
  }

  set trainable(trainable: boolean) {
    if (trainable) this.unfreeze();
    else this.freeze();
  }

  /**
   * Holds layers as they are: gradients do not change them, and batch normalization keeps and uses its running statistics. Nothing
   * needs to be compiled again; the optimizer starts anew.
   *
   * @param names or paths of layers (`base/dense`); of a model inside for all of its layers. None: all layers
   * @throws with the nearest name when there is no such layer
   */
  freeze(...names: readonly string[]): this {
    this.runs.check("freeze");
    this.parts.freeze("freeze", names, true);
    return this;
  }

  /**
   * Lets layers train again that were held.
   *
   * @throws when there is no such layer, or it was made with `trainable: false`, which stays
   */
  unfreeze(...names: readonly string[]): this {
    this.runs.check("unfreeze");
    this.parts.freeze("unfreeze", names, false);
    return this;
  }

  /**
   * This model as a layer of another one, with the weights that it has now: what either learns later, the other does not know. Called
   * twice, the layer shares its weights. `sequential` also takes a model as it is.
   *
   * @param options.trainable `false` freezes all of it in the other model, where `unfreeze` lets it go; what is frozen here is so there
   * @throws before the input's shape is known
   *
   * @example
   * const features = base.asLayer({ trainable: false });
   * const model = functional({ inputs: x, outputs: layers.dense({ units: 5, activation: "softmax" })(features(x)) });
   */
  asLayer(options: ModelLayerOptions = {}): Layer {
    this.runs.check("asLayer");
    const { network, state } = this.parts.session;
    const { name = this.name === this.kind ? undefined : this.name } = options;
    const weights = snapshot(state.weights);
    return modelLayer({ kind: this.kind, network, architecture: nestedArchitecture(network), weights }, { ...options, name });
  }

  /** The layers with output shapes and parameter counts, as a table. */
  summary(): string {
    return networkSummary(this.name, this.network);
  }

  /**
   * Builds the layers for inputs of this shape (without the batch axis), when the first layer has no inputShape.
   *
   * @throws when a layer does not fit
   */
  build(inputShape: Shape): this {
    this.runs.check("build");
    this.parts.build({ dtype: "float32", shape: [namedDim("batch"), ...inputShape] });
    return this;
  }

  /** Copies of all weights by path: `dense_1/kernel`. */
  async getWeights(): Promise<Readonly<Record<string, TensorData>>> {
    return this.runs.join("getWeights", () => this.parts.session.state.numbers());
  }

  /**
   * Replaces weights by path; those not given stay.
   *
   * @throws when a path is unknown or a shape differs (unless `skipMismatch`); nothing is replaced then
   */
  async setWeights(weights: Readonly<Record<string, ArrayLike>>, { skipMismatch = false }: WeightOptions = {}): Promise<this> {
    return this.runs.join("setWeights", async () => {
      const { state, network } = this.parts.session;
      state.set(checkedWeights("setWeights", network, skipMismatch ? fittingWeights(network, weights).fitting : weights));
      return this;
    });
  }

  /**
   * Stateful layers start anew: the next batch begins with states of zeros (Keras `reset_states`). `fit` and `predict` go on where the
   * batch before ended; `evaluate` begins there too, and leaves the states as they were.
   */
  async resetStates(): Promise<this> {
    return this.runs.join("resetStates", async () => {
      await this.parts.session.resetStates();
      return this;
    });
  }

  /**
   * Takes weights over by path from a file that `save` wrote, of this model or of another one with layers of the same names, or any
   * .safetensors file (Keras's `load_weights`).
   *
   * @returns the paths that were taken, those of the file that were not, and those of the model that the file lacks
   * @throws when a path is unknown, missing or of another shape (unless `skipMismatch`); nothing is replaced then
   */
  async loadWeights(path: string, { skipMismatch = false }: WeightOptions = {}): Promise<LoadedWeights> {
    const weights = weightsInFile(await readFileWhole(path), path);
    return this.runs.join("loadWeights", async () => {
      const { state, network } = this.parts.session;
      const { fitting, skipped, missing } = fittingWeights(network, weights);
      if (missing[0] !== undefined && !skipMismatch)
        throw new Error(`loadWeights: ${path} has no weight "${missing[0]}". Pass skipMismatch: true to take over what fits.`);
      state.set(checkedWeights("loadWeights", network, skipMismatch ? fitting : weights));
      return { loaded: Object.keys(fitting), skipped, missing };
    });
  }

  /**
   * Writes the whole model to one .safetensors file: layers, weights, how it was compiled, the optimizer's state. `load` goes on
   * where this left off, and Python's safetensors opens it. An existing file is replaced only by a complete one.
   *
   * @throws when a layer holds a function without a name, or the file cannot be written
   */
  async save(path: string): Promise<void> {
    await writeFileWhole(path, await this.toBytes());
  }

  /** The bytes that {@link Model.save} writes. */
  async toBytes(): Promise<Uint8Array> {
    const { compiled, notCompiled } = this.parts;
    const described = { kind: this.kind, name: this.name, compiled, notCompiled };
    return this.runs.join("save", () => modelBytes(this.parts.session, described));
  }

  /**
   * Takes over weights, optimizer state and randomness of a file; `load` calls it.
   *
   * @throws when the file lacks a weight, or its numbers do not fit
   */
  restore(file: ModelFile): this {
    this.runs.check("restore");
    this.parts.restore(file);
    return this;
  }

  /**
   * Writes an ONNX file that any runtime executes, with free batch size; before it is written it is run and its outputs are
   * compared with the model's own.
   *
   * @returns where, how large, and the largest difference
   * @throws when outputs differ by more than the tolerance; nothing is written then
   */
  async export(path: string, options: ExportOptions = {}): Promise<ExportReport> {
    return this.runs.join("export", async () => {
      const { network, state } = this.parts.session;
      const predict = async (inputs: readonly TensorData[]): Promise<readonly TensorData[]> =>
        this.parts.session.predict(inputs, await this.parts.backend(), undefined, false);
      return exportOnnx({ path, name: this.name, network, weights: state.weights, predict, run: this.#runOnnx }, options);
    });
  }

  /** The engine. */
  backend(): Promise<Backend> {
    return this.parts.backend();
  }

  /** Releases what the engine holds for this model; it can be used again. */
  async dispose(): Promise<void> {
    await this.runs.run("dispose", () => this.parts.dispose());
  }

  /** The network for inputs of these specs, in models that wait for their first data. */
  protected networkFor(inputs: readonly TensorSpec[]): Network {
    throw new Error(`${this.name}: cannot be built for ${inputs.length} inputs.`);
  }

  /** Goes on with other layers. */
  protected rebuild(network: Network | undefined): void {
    this.runs.check("changing its layers");
    this.parts.rebuild(network);
  }
}
