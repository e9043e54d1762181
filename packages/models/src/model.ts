import { foldInKey, keyOfSeed, namedDim, randomKey, release } from "@tidu/core-tensor";
import type { ArrayLike, Backend, Key, Shape, Tensor, TensorData, TensorSpec } from "@tidu/core-tensor";
import type { OptimizerState } from "@tidu/optimizers";
import type { History, Logs } from "./callbacks.ts";
import { hostArray } from "./data/host-array.ts";
import { toInputs } from "./data/inputs.ts";
import type { Inputs } from "./data/inputs.ts";
import { perName } from "./data/per-name.ts";
import type { SampleWeights } from "./data/sample-weight.ts";
import type { Targets } from "./data/targets.ts";
import { fitSettings, positiveInteger } from "./fit-options.ts";
import type { EvaluateOptions, FitOptions } from "./fit-options.ts";
import { initNetwork, weightSpecsOf } from "./network/network.ts";
import type { FlatWeights, Network } from "./network/network.ts";
import { networkSummary } from "./network/network-summary.ts";
import { Predictor, predictionBatchSize } from "./prediction.ts";
import { progressReport } from "./progress/progress.ts";
import { checkCompiled, compileOptions } from "./training/compile.ts";
import type { Compiled, CompileOptions } from "./training/compile.ts";
import { runEpochs, runEvaluation } from "./training/fit.ts";
import { prepareData, splitHostData } from "./training/host-data.ts";
import type { HostData } from "./training/host-data.ts";
import { architectureOf } from "./saving/architecture.ts";
import { compileConfigOf } from "./saving/compile-config.ts";
import { exportOnnx } from "./saving/export-onnx.ts";
import type { ExportOptions, ExportReport, OnnxRunner } from "./saving/export-onnx.ts";
import { encodeModelFile } from "./saving/model-file.ts";
import type { ModelFile } from "./saving/model-file.ts";
import { writeFileWhole } from "./saving/write-file.ts";
import { splitWeights, weightRules } from "./training/state.ts";
import type { Carry } from "./training/train-step.ts";
import { Trainer } from "./training/trainer.ts";
import { releaseData, uploadData } from "./training/upload-data.ts";
import { checkedWeights, knownLeaves, knownNumbers, knownTensor, withLeaves } from "./weights.ts";

/** An engine, or how to get one when it is needed. */
export type BackendSource = Backend | (() => Promise<Backend>);

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
  readonly #options: ModelOptions;
  #key: Key;
  #network: Network | undefined;
  #weights: FlatWeights | undefined;
  #optimizerState: OptimizerState | undefined;
  #compiled: Compiled | undefined;
  #trainer: { readonly key: string; readonly trainer: Trainer } | undefined;
  #predictor: { readonly weights: FlatWeights; readonly backend: Backend; readonly predictor: Predictor } | undefined;
  #fits = 0;
  #history: History = { epoch: [], history: {} };
  #busy: string | undefined;

  constructor(network: Network | undefined, options: ModelOptions, defaultName: string) {
    this.name = options.name ?? defaultName;
    this.#network = network;
    this.#options = options;
    this.#key = keyOfSeed(options.seed ?? Math.floor(Math.random() * 2 ** 48));
  }

  /** How it was made, for files. */
  protected get kind(): ModelFile["kind"] {
    return "functional";
  }

  /** The layers in order, with their names and weights; known once the input's shape is. */
  get network(): Network {
    if (this.#network === undefined) throw new Error(`${this.name}: the shape of its input is not known yet. Give the first layer an inputShape, or call fit or build first.`);
    return this.#network;
  }

  /** Per key, one value per epoch of the last {@link Model.fit}. */
  get history(): History {
    return this.#history;
  }

  /** What {@link Model.compile} was given; undefined before. */
  get compiled(): Compiled | undefined {
    return this.#compiled;
  }

  /**
   * Says how to train: optimizer, loss and metrics.
   *
   * @throws when a name is unknown, with the nearest one
   */
  compile(options: CompileOptions): this {
    this.#compiled = compileOptions(options);
    if (this.#network !== undefined) checkCompiled(this.#compiled, this.#network);
    this.#dropTrainer();
    this.#optimizerState = undefined;
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
    return this.#alone("fit", async () => {
      const settings = fitSettings(options);
      const backend = await this.backend();
      const given = await this.#hostData("fit", x, y, options);
      const [host, held] = options.validationSplit === undefined ? [given, undefined] : splitHostData(given, options.validationSplit);
      const checked = options.validationData === undefined ? held : await this.#validationData(options.validationData);
      const trainer = this.#trainerFor(host, backend, settings.callbacks.some(({ onBatchEnd }) => onBatchEnd !== undefined));
      const start = await this.#startCarry(trainer);
      const train = uploadData(host, backend);
      const validation = checked && uploadData(checked, backend);
      const batchSize = Math.min(settings.batchSize, host.rows);
      try {
        const [carry, history] = await runEpochs(
          {
            ...settings,
            trainer,
            train,
            validation,
            batchSize,
            key: foldInKey(this.#key, ++this.#fits),
            fixedWeights: splitWeights(this.network, this.#weights ?? {}).fixed,
            progress: progressReport({ verbose: options.verbose ?? "auto" }),
            keep: (newest) => this.#keep(newest),
          },
          start,
        );
        this.#finish(carry);
        this.#history = history;
        return history;
      } finally {
        releaseData(train);
        if (validation !== undefined) releaseData(validation);
      }
    });
  }

  /**
   * Measures loss and metrics.
   *
   * @returns by name: `{ loss: 0.1, accuracy: 0.97 }`
   */
  async evaluate(x: Inputs, y: Targets, options: EvaluateOptions = {}): Promise<Logs> {
    return this.#alone("evaluate", async () => {
      const backend = await this.backend();
      const host = await this.#hostData("evaluate", x, y, options);
      const trainer = this.#trainerFor(host, backend, false);
      const data = uploadData(host, backend);
      const batchSize = Math.min(positiveInteger("evaluate: batchSize", options.batchSize ?? evaluationBatchSize), host.rows);
      const progress = progressReport({ verbose: options.verbose ?? 0 });
      progress.begin({ epochs: 1, initialEpoch: 0, stepsPerEpoch: Math.ceil(host.rows / batchSize) });
      try {
        const logs = await runEvaluation(trainer, data, await this.#readyWeights(), batchSize, (done, soFar) => progress.steps(done, soFar));
        progress.epochEnd(0, logs);
        return logs;
      } finally {
        progress.end();
        releaseData(data);
      }
    });
  }

  /**
   * The output for every row.
   *
   * @returns a tensor of known numbers, rows first
   * @throws when the model has several outputs: use {@link Model.predictOutputs}
   */
  async predict(x: Inputs, options: { readonly batchSize?: number } = {}): Promise<Tensor> {
    const outputs = await this.predictOutputs(x, options);
    const [only, ...others] = Object.values(outputs);
    if (only === undefined || others.length > 0) throw new Error(`${this.name}: predict is for one output; this model has ${Object.keys(outputs).join(", ")}. Use predictOutputs.`);
    return only;
  }

  /** All outputs by name. */
  async predictOutputs(x: Inputs, { batchSize = predictionBatchSize }: { readonly batchSize?: number } = {}): Promise<Readonly<Record<string, Tensor>>> {
    return this.#alone("predict", async () => {
      const backend = await this.backend();
      await this.#ensureNetwork(x);
      const inputs = await toInputs(x, this.network.inputs, { where: "predict" });
      const predictor = await this.#predictorFor(backend);
      const outputs = await predictor.run(inputs, backend, positiveInteger("predict: batchSize", batchSize));
      return Object.fromEntries(this.network.outputs.map(({ name }, i) => [name, knownTensor(outputs[i])]));
    });
  }

  /**
   * One update on one batch.
   *
   * @returns the loss of this batch before the update, and its metrics
   */
  async trainOnBatch(x: Inputs, y: Targets, options: Pick<FitOptions, "sampleWeight" | "classWeight"> = {}): Promise<Logs> {
    return this.#alone("trainOnBatch", async () => {
      const backend = await this.backend();
      const host = await this.#hostData("trainOnBatch", x, y, options);
      const trainer = this.#trainerFor(host, backend, false);
      const train = uploadData(host, backend);
      const fixed = { weights: splitWeights(this.network, await this.#readyWeights()).fixed, key: randomKey(foldInKey(this.#key, 0)) };
      try {
        const carry = await this.#startCarry(trainer);
        const [next, { logs }] = await trainer.train(carry, train.data, fixed, Int32Array.from({ length: host.rows }, (_, i) => i), host.rows);
        this.#finish(next);
        const losses = Object.fromEntries(Object.entries(logs).map(([key, values]) => [key, values[0] ?? NaN]));
        return { ...losses, ...(await trainer.metricResults(next.metrics)) };
      } finally {
        releaseData(train);
      }
    });
  }

  /** The layers with output shapes and parameter counts, as a table. */
  summary(): string {
    return networkSummary(this.name, this.network);
  }

  /** Builds the layers for inputs of this shape (without the batch axis), when the first layer has no inputShape. */
  build(inputShape: Shape): this {
    this.#network ??= this.networkFor([{ dtype: "float32", shape: [namedDim("batch"), ...inputShape] }]);
    if (this.#compiled !== undefined) checkCompiled(this.#compiled, this.#network);
    return this;
  }

  /** All weights by path (`dense_1/kernel`), read from the engine. */
  async getWeights(): Promise<Readonly<Record<string, TensorData>>> {
    const weights = await this.#readyWeights();
    const entries = Object.entries(weights).map(async ([path, weight]): Promise<[string, TensorData]> => [path, await weight.value()]);
    return Object.fromEntries(await Promise.all(entries));
  }

  /**
   * Replaces weights by path; those not given stay.
   *
   * @throws when a path is unknown or a shape differs
   */
  async setWeights(weights: Readonly<Record<string, ArrayLike>>): Promise<this> {
    this.#weights = { ...(await this.#readyWeights()), ...checkedWeights(this.network, weights) };
    return this;
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
    const weights = await this.getWeights();
    const { network } = this;
    return encodeModelFile({
      kind: this.kind,
      name: this.name,
      architecture: architectureOf(network),
      compile: this.#compiled && compileConfigOf(this.#compiled),
      randomness: { key: this.#key, fits: this.#fits },
      weights,
      optimizer: this.#optimizerState === undefined ? {} : await knownLeaves(this.#optimizerState),
    });
  }

  /** Takes over weights, optimizer state and randomness of a file; used by `load`. */
  restore({ weights, optimizer, randomness }: Pick<ModelFile, "weights" | "optimizer" | "randomness">): this {
    this.#weights = checkedWeights(this.network, weights);
    const missing = [...weightSpecsOf(this.network).keys()].find((path) => !(path in weights));
    if (missing !== undefined) throw new Error(`load: the file has no weight "${missing}".`);
    this.#key = randomness.key;
    this.#fits = randomness.fits;
    if (this.#compiled !== undefined && Object.keys(optimizer).length > 0) {
      const { trainable } = splitWeights(this.network, this.#weights);
      this.#optimizerState = withLeaves(this.#compiled.optimizer.init(trainable), optimizer);
    }
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
    const weights = await this.#readyWeights();
    return exportOnnx({
      ...options,
      path,
      name: this.name,
      network: this.network,
      weights,
      run: this.#options.runOnnx,
      predict: (inputs) => this.#alone("export", async () => {
        const backend = await this.backend();
        return (await this.#predictorFor(backend)).run(inputs, backend);
      }),
    });
  }

  /** The engine. */
  async backend(): Promise<Backend> {
    const source = this.#compiled?.options.backend ?? this.#options.backend;
    if (source === undefined) throw new Error(`${this.name}: no backend. Pass one in the model's options or to compile, or import from "tidu", which picks the best one installed.`);
    return typeof source === "function" ? source() : source;
  }

  /** Releases what the engine holds for this model; it can be used again. */
  dispose(): void {
    this.#dropTrainer();
    this.#predictor?.predictor.dispose();
    this.#predictor = undefined;
  }

  /** The network for inputs of these specs, in models that wait for their first data. */
  protected networkFor(inputs: readonly TensorSpec[]): Network {
    throw new Error(`${this.name}: cannot be built for ${inputs.length} inputs.`);
  }

  /** Forgets what was built, when layers were added. */
  protected rebuild(network: Network | undefined): void {
    this.#network = network;
    this.#weights = undefined;
    this.#optimizerState = undefined;
    this.dispose();
  }

  async #ensureNetwork(x: Inputs): Promise<void> {
    if (this.#network !== undefined) return;
    const data = await hostArray(`${this.name}: x`, perName(`${this.name}: x`, "input", x, ["input"])[0] ?? []);
    this.#network = this.networkFor([{ dtype: "float32", shape: [namedDim("batch"), ...data.shape.slice(1)] }]);
    if (this.#compiled !== undefined) checkCompiled(this.#compiled, this.#network);
  }

  async #hostData(what: string, x: Inputs, y: Targets, options: { readonly sampleWeight?: SampleWeights; readonly classWeight?: FitOptions["classWeight"] }): Promise<HostData> {
    if (this.#compiled === undefined) throw new Error(`${this.name}: call compile({ optimizer, loss }) before ${what}.`);
    await this.#ensureNetwork(x);
    return prepareData({ what, network: this.network, compiled: this.#compiled, x, y, ...options });
  }

  async #validationData([x, y, sampleWeight]: NonNullable<FitOptions["validationData"]>): Promise<HostData> {
    return this.#hostData("fit (validationData)", x, y, sampleWeight === undefined ? {} : { sampleWeight });
  }

  #trainerFor({ objectives, key }: HostData, backend: Backend, perBatchMetrics: boolean): Trainer {
    const { optimizer } = this.#compiled ?? compileOptions({ loss: "mse" });
    const full = `${key} ${perBatchMetrics} ${backend.name}`;
    if (this.#trainer?.key !== full) {
      this.#dropTrainer();
      this.#trainer = { key: full, trainer: new Trainer({ network: this.network, objectives, optimizer, ...weightRules(this.network), perBatchMetrics }, backend) };
    }
    return this.#trainer.trainer;
  }

  async #startCarry(trainer: Trainer): Promise<Carry> {
    const { trainable, moving } = splitWeights(this.network, await this.#readyWeights());
    this.#optimizerState ??= (this.#compiled ?? compileOptions({ loss: "mse" })).optimizer.init(trainable);
    return { trainable, moving, optimizer: this.#optimizerState, metrics: trainer.initMetrics() };
  }

  async #readyWeights(): Promise<FlatWeights> {
    this.#weights ??= await knownNumbers(initNetwork(this.network, randomKey(this.#key)));
    return this.#weights;
  }

  #keep({ trainable, moving, optimizer }: Carry): void {
    this.#weights = { ...this.#weights, ...moving, ...trainable };
    this.#optimizerState = optimizer;
  }

  #finish(carry: Carry): void {
    this.#keep(carry);
    release(carry.metrics);
  }

  async #predictorFor(backend: Backend): Promise<Predictor> {
    const weights = await this.#readyWeights();
    if (this.#predictor?.weights !== weights || this.#predictor.backend !== backend) {
      this.#predictor?.predictor.dispose();
      this.#predictor = { weights, backend, predictor: await Predictor.create(this.network, weights, backend) };
    }
    return this.#predictor.predictor;
  }

  #dropTrainer(): void {
    this.#trainer?.trainer.dispose();
    this.#trainer = undefined;
  }

  /** Two runs at once would use up each other's buffers. */
  async #alone<T>(what: string, work: () => Promise<T>): Promise<T> {
    if (this.#busy !== undefined) throw new Error(`${this.name}: ${what} was called while ${this.#busy} is running. Await it first.`);
    this.#busy = what;
    try {
      return await work();
    } finally {
      this.#busy = undefined;
    }
  }
}
