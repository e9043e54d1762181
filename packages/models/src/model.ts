import { keyOfSeed, namedDim, tensor } from "@tidu/core-tensor";
import type { ArrayLike, Backend, Shape, Tensor, TensorData, TensorSpec } from "@tidu/core-tensor";
import { Assembly } from "./assembly.ts";
import type { BackendSource } from "./assembly.ts";
import type { History, Logs } from "./callbacks.ts";
import { toInputs } from "./data/inputs.ts";
import type { Inputs } from "./data/inputs.ts";
import type { Targets } from "./data/targets.ts";
import { Exclusive } from "./exclusive.ts";
import { fitSettings, positiveInteger } from "./fit-options.ts";
import type { EvaluateOptions, FitOptions, PredictOptions, TrainOnBatchOptions } from "./fit-options.ts";
import { networkSummary } from "./network/network-summary.ts";
import type { Network } from "./network/network.ts";
import { predictionBatchSize } from "./prediction.ts";
import { progressReport } from "./progress/progress.ts";
import { exportOnnx } from "./saving/export-onnx.ts";
import type { ExportOptions, ExportReport, OnnxRunner } from "./saving/export-onnx.ts";
import { modelBytes } from "./saving/model-bytes.ts";
import type { ModelFile } from "./saving/model-file.ts";
import { writeFileWhole } from "./saving/write-file.ts";
import type { Compiled, CompileOptions } from "./training/compile.ts";
import type { HistoryRecord } from "./training/fit.ts";
import { splitHostData, withClassWeight } from "./training/host-data.ts";
import type { HostData } from "./training/host-data.ts";
import { checkedWeights } from "./weights.ts";

export interface ModelOptions {
  readonly name?: string;
  /** The engine that trains and predicts. */
  readonly backend?: BackendSource;
  /** Runs exported files to prove them: `runOnnx` of @tidu/backend-onnxruntime. */
  readonly runOnnx?: OnnxRunner;
  /** Weights, orders of rows and dropout follow from it. Default: another one each time. */
  readonly seed?: number;
}

const evaluationBatchSize = 256;

/** A network with weights that can be trained, measured, used, saved and exported. Made by `sequential` or `functional`. */
export class Model {
  readonly name: string;
  readonly #runs: Exclusive;
  readonly #parts: Assembly;
  readonly #runOnnx: OnnxRunner | undefined;
  #history: HistoryRecord = { epoch: [], history: {} };

  constructor(network: Network | undefined, { name, backend, runOnnx, seed }: ModelOptions, defaultName: string) {
    this.name = name ?? defaultName;
    this.#runOnnx = runOnnx;
    this.#runs = new Exclusive(this.name);
    this.#parts = new Assembly({
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
    return this.#parts.session.network;
  }

  /** Per key, one value per epoch of the last {@link Model.fit}; what there is of it, when that was interrupted. */
  get history(): History {
    return this.#history;
  }

  /** What {@link Model.compile} was given; undefined before. */
  get compiled(): Compiled | undefined {
    return this.#parts.compiled;
  }

  /**
   * Says how to train: optimizer, loss and metrics. The optimizer starts anew; weights stay.
   *
   * @throws when a name is unknown, with the nearest one
   */
  compile(options: CompileOptions): this {
    this.#runs.check("compile");
    this.#parts.compile(options);
    return this;
  }

  /**
   * Trains for some epochs.
   *
   * @param x rows of inputs: nested numbers, a typed array, TensorData, or one of these per input
   * @param y as many rows of targets
   * @returns per key (`loss`, `accuracy`, `val_loss` …) one value per epoch
   * @throws before compile; when data do not fit (where, what was received); when the loss does not fit the output
   */
  async fit(x: Inputs, y: Targets, options: FitOptions = {}): Promise<History> {
    return this.#runs.run("fit", async (pause) => {
      const settings = fitSettings(options);
      const { session, means, host } = await this.#parts.prepare("fit", x, y, options.sampleWeight);
      const [rows, held] = options.validationSplit === undefined ? [host] : splitHostData(host, options.validationSplit);
      const validation = options.validationData && (await this.#validationData(options.validationData));
      const train = withClassWeight("fit", rows, options.classWeight);
      const history: HistoryRecord = { epoch: [], history: {} };
      const progress = progressReport({ verbose: options.verbose ?? "auto" });
      this.#history = history;
      await session.fit({ train, validation: validation ?? held, settings, progress, history, pause }, means);
      return history;
    });
  }

  /**
   * Measures loss and metrics.
   *
   * @returns by name: `{ loss: 0.1, accuracy: 0.97 }`
   * @throws as {@link Model.fit}
   */
  async evaluate(x: Inputs, y: Targets, options: EvaluateOptions = {}): Promise<Logs> {
    return this.#runs.join("evaluate", async () => {
      const batchSize = positiveInteger("evaluate: batchSize", options.batchSize ?? evaluationBatchSize);
      const { session, means, host } = await this.#parts.prepare("evaluate", x, y, options.sampleWeight);
      return session.evaluate(host, { batchSize, progress: progressReport({ verbose: options.verbose ?? 0 }) }, means);
    });
  }

  /**
   * The output for every row.
   *
   * @returns a tensor of known numbers, rows first
   * @throws when the model has several outputs: use {@link Model.predictOutputs}
   */
  async predict(x: Inputs, options: PredictOptions = {}): Promise<Tensor> {
    const [only, ...others] = Object.entries(await this.predictOutputs(x, options));
    if (only !== undefined && others.length === 0) return only[1];
    const names = this.network.outputs.map(({ name }) => name).join(", ");
    throw new Error(`${this.name}: predict is for one output; this model has ${names}. Use predictOutputs.`);
  }

  /** All outputs by name, as {@link Model.predict}. */
  async predictOutputs(x: Inputs, { batchSize = predictionBatchSize }: PredictOptions = {}): Promise<Readonly<Record<string, Tensor>>> {
    return this.#runs.join("predict", async () => {
      positiveInteger("predict: batchSize", batchSize);
      const session = await this.#parts.buildFor(x);
      const inputs = await toInputs(x, session.network.inputs, { where: "predict" });
      const outputs = await session.predict(inputs, await this.#parts.backend(), batchSize);
      return Object.fromEntries(session.network.outputs.map(({ name }, i) => [name, tensor(outputs[i] ?? [])]));
    });
  }

  /**
   * One update on one batch.
   *
   * @returns the loss of this batch before the update, and its metrics
   * @throws as {@link Model.fit}
   */
  async trainOnBatch(x: Inputs, y: Targets, options: TrainOnBatchOptions = {}): Promise<Logs> {
    return this.#runs.run("trainOnBatch", async () => {
      const { session, means, host } = await this.#parts.prepare("trainOnBatch", x, y, options.sampleWeight);
      return session.trainOnBatch(withClassWeight("trainOnBatch", host, options.classWeight), means);
    });
  }

  /** Loss and metrics of one batch, without an update. */
  testOnBatch(x: Inputs, y: Targets, { sampleWeight }: Pick<EvaluateOptions, "sampleWeight"> = {}): Promise<Logs> {
    return this.evaluate(x, y, { batchSize: Number.MAX_SAFE_INTEGER, ...(sampleWeight !== undefined && { sampleWeight }) });
  }

  /** The output for all rows at once. */
  predictOnBatch(x: Inputs): Promise<Tensor> {
    return this.predict(x, { batchSize: Number.MAX_SAFE_INTEGER });
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
    this.#runs.check("build");
    this.#parts.build({ dtype: "float32", shape: [namedDim("batch"), ...inputShape] });
    return this;
  }

  /** Copies of all weights by path: `dense_1/kernel`. */
  async getWeights(): Promise<Readonly<Record<string, TensorData>>> {
    return this.#runs.join("getWeights", () => this.#parts.session.state.numbers());
  }

  /**
   * Replaces weights by path; those not given stay.
   *
   * @throws when a path is unknown or a shape differs; nothing is replaced then
   */
  async setWeights(weights: Readonly<Record<string, ArrayLike>>): Promise<this> {
    return this.#runs.join("setWeights", async () => {
      const { state, network } = this.#parts.session;
      state.set(checkedWeights("setWeights", network, weights));
      return this;
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
    const { compiled, notCompiled } = this.#parts;
    const described = { kind: this.kind, name: this.name, compiled, notCompiled };
    return this.#runs.join("save", () => modelBytes(this.#parts.session, described));
  }

  /**
   * Takes over weights, optimizer state and randomness of a file; `load` calls it.
   *
   * @throws when the file lacks a weight, or its numbers do not fit
   */
  restore(file: ModelFile): this {
    this.#runs.check("restore");
    this.#parts.restore(file);
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
    return this.#runs.join("export", async () => {
      const { network, state } = this.#parts.session;
      const predict = async (inputs: readonly TensorData[]): Promise<readonly TensorData[]> =>
        this.#parts.session.predict(inputs, await this.#parts.backend());
      return exportOnnx({ path, name: this.name, network, weights: state.weights, predict, run: this.#runOnnx }, options);
    });
  }

  /** The engine. */
  backend(): Promise<Backend> {
    return this.#parts.backend();
  }

  /** Releases what the engine holds for this model; it can be used again. */
  async dispose(): Promise<void> {
    await this.#runs.run("dispose", () => this.#parts.dispose());
  }

  /** The network for inputs of these specs, in models that wait for their first data. */
  protected networkFor(inputs: readonly TensorSpec[]): Network {
    throw new Error(`${this.name}: cannot be built for ${inputs.length} inputs.`);
  }

  /** Goes on with other layers. */
  protected rebuild(network: Network | undefined): void {
    this.#runs.check("changing its layers");
    this.#parts.rebuild(network);
  }

  async #validationData([x, y, sampleWeight]: NonNullable<FitOptions["validationData"]>): Promise<HostData> {
    const { host } = await this.#parts.prepare("fit: validationData", x, y, sampleWeight);
    return host;
  }
}
