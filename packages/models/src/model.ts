import { tensor } from "@tidu/core-tensor";
import type { Tensor, TensorData } from "@tidu/core-tensor";
import type { PreparedStream } from "./assembly.ts";
import type { History, Logs } from "./callbacks.ts";
import { toInputs } from "./data/inputs.ts";
import type { Inputs } from "./data/inputs.ts";
import type { Targets } from "./data/targets.ts";
import { checkKindOfData, fitSettings, positiveInteger } from "./fit-options.ts";
import type { EpochOptions, EvaluateOptions, FitOptions, FitSettings, PredictOptions, TrainOnBatchOptions } from "./fit-options.ts";
import type { StreamEvaluateOptions, StreamFitOptions, StreamPredictOptions } from "./fit-options.ts";
import { SequenceGenerator } from "./generation/sequence-generator.ts";
import type { GeneratorOptions } from "./generation/sequence-generator.ts";
import { NetworkModel } from "./network-model.ts";
import { batchSizeFor } from "./network/fixed-batch.ts";
import { predictionBatchSize } from "./prediction.ts";
import { progressReport } from "./progress/progress.ts";
import { isStream } from "./streams/batch-like.ts";
import type { Batches, InputBatches } from "./streams/batch-like.ts";
import { withReaders } from "./streams/batch-reader.ts";
import { givenData } from "./streams/given-data.ts";
import type { GivenData } from "./streams/given-data.ts";
import { predictStream } from "./streams/predict-stream.ts";
import type { Compiled, CompileOptions } from "./training/compile.ts";
import type { HistoryRecord } from "./training/fit.ts";
import { splitHostData, withClassWeight } from "./training/host-data.ts";
import { arraySteps } from "./training/step-source.ts";
import type { StepData } from "./training/step-source.ts";

const evaluationBatchSize = 256;

/** A network with weights that can be trained, measured, used, saved and exported. Made by `sequential` or `functional`. */
export class Model extends NetworkModel {
  #history: HistoryRecord = { epoch: [], history: {} };

  /** Per key, one value per epoch of the last {@link Model.fit}; what there is of it, when that was interrupted. */
  get history(): History {
    return this.#history;
  }

  /** What {@link Model.compile} was given; undefined before. */
  get compiled(): Compiled | undefined {
    return this.parts.compiled;
  }

  /**
   * Says how to train: optimizer, loss and metrics. The optimizer starts anew; weights stay.
   *
   * @throws when a name is unknown, with the nearest one
   */
  compile(options: CompileOptions): this {
    this.runs.check("compile");
    this.parts.compile(options);
    return this;
  }

  /**
   * Trains for some epochs.
   *
   * @param batches a stream of `{ x, y }`, `[x, y]` (or with sampleWeight): a pipeline, a generator, any iterable or async iterable.
   * Batches are read while the engine is busy; an epoch is one pass over them, or `stepsPerEpoch` of them
   * @param x rows of inputs: nested numbers, a typed array, TensorData, or one of these per input
   * @param y as many rows of targets
   * @returns per key (`loss`, `accuracy`, `val_loss` …) one value per epoch
   * @throws before compile; when data do not fit (where, what was received); when the loss does not fit the output; what a stream throws
   */
  fit(batches: Batches, options?: StreamFitOptions): Promise<History>;
  fit(x: Inputs, y: Targets, options?: FitOptions): Promise<History>;
  async fit(x: Inputs | Batches, second?: Targets | StreamFitOptions, third?: FitOptions): Promise<History> {
    return this.runs.run("fit", (pause) =>
      withReaders(async (open) => {
        const given = givenData("fit", x, second, third);
        const { options } = given;
        const settings = fitSettings(options);
        const { session, means, train, held } = await this.#trainingData(given, settings, open);
        const validation = options.validationData && (await this.#validationData(options, settings, open));
        const history: HistoryRecord = { epoch: [], history: {} };
        const progress = progressReport({ verbose: options.verbose ?? "auto" });
        this.#history = history;
        await session.fit({ train, validation: validation ?? held, settings, progress, history, pause }, means);
        return history;
      }),
    );
  }

  /**
   * Measures loss and metrics.
   *
   * @param batches or x and y, as {@link Model.fit} takes them
   * @returns by name: `{ loss: 0.1, accuracy: 0.97 }`
   * @throws as {@link Model.fit}
   */
  evaluate(batches: Batches, options?: StreamEvaluateOptions): Promise<Logs>;
  evaluate(x: Inputs, y: Targets, options?: EvaluateOptions): Promise<Logs>;
  async evaluate(x: Inputs | Batches, second?: Targets | StreamEvaluateOptions, third?: EvaluateOptions): Promise<Logs> {
    return this.runs.join("evaluate", () =>
      withReaders(async (open) => {
        const given = givenData("evaluate", x, second, third);
        const progress = progressReport({ verbose: given.options.verbose ?? 0 });
        if (given.kind === "stream") {
          const reader = open(given.stream, { where: "evaluate", steps: given.options.steps, stepsName: "steps" });
          const { session, data, means } = await this.parts.prepareStream("evaluate", reader);
          return session.evaluate(data, progress, means);
        }
        const { batchSize, sampleWeight } = given.options;
        positiveInteger("evaluate: batchSize", batchSize ?? evaluationBatchSize);
        const { session, means, host } = await this.parts.prepare("evaluate", given.x, given.y, sampleWeight);
        const size = batchSizeFor("evaluate", session.network, host.rows, batchSize, evaluationBatchSize);
        return session.evaluate(arraySteps(host, size), progress, means);
      }),
    );
  }

  /**
   * The output for every row.
   *
   * @param batches a stream of inputs: `{ x }`, `[x, …]` or x itself, as {@link Model.fit} takes them
   * @param x rows of inputs
   * @returns a tensor of known numbers, rows first
   * @throws when the model has several outputs: use {@link Model.predictOutputs}
   */
  predict(batches: InputBatches, options?: StreamPredictOptions): Promise<Tensor>;
  predict(x: Inputs, options?: PredictOptions): Promise<Tensor>;
  async predict(x: Inputs | InputBatches, options: PredictOptions | StreamPredictOptions = {}): Promise<Tensor> {
    const [only, ...others] = Object.entries(await this.#outputs(x, options));
    if (only !== undefined && others.length === 0) return only[1];
    const names = this.network.outputs.map(({ name }) => name).join(", ");
    throw new Error(`${this.name}: predict is for one output; this model has ${names}. Use predictOutputs.`);
  }

  /** All outputs by name, as {@link Model.predict}. */
  predictOutputs(batches: InputBatches, options?: StreamPredictOptions): Promise<Readonly<Record<string, Tensor>>>;
  predictOutputs(x: Inputs, options?: PredictOptions): Promise<Readonly<Record<string, Tensor>>>;
  predictOutputs(x: Inputs | InputBatches, options: PredictOptions | StreamPredictOptions = {}): Promise<Readonly<Record<string, Tensor>>> {
    return this.#outputs(x, options);
  }

  /**
   * One update on one batch.
   *
   * @returns the loss of this batch before the update, and its metrics
   * @throws as {@link Model.fit}
   */
  async trainOnBatch(x: Inputs, y: Targets, options: TrainOnBatchOptions = {}): Promise<Logs> {
    return this.runs.run("trainOnBatch", async () => {
      const { session, means, host } = await this.parts.prepare("trainOnBatch", x, y, options.sampleWeight);
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

  /**
   * Makes sequences of ids position by position, with the weights as they are now: language models, and the decoders of translators.
   *
   * @throws when a layer needs the whole sequence (attention that is not causal, convolutions, pooling …), which it names
   *
   * @example
   * const generator = await model.generator({ maxLength: 200 });
   * const ids = await generator.generate([5, 2, 7], { pick: (scores) => scores.indexOf(Math.max(...scores)) });
   */
  async generator(options: GeneratorOptions = {}): Promise<SequenceGenerator> {
    return this.runs.join("generator", async () => {
      const { network, state } = this.parts.session;
      const backend = await this.parts.backend();
      await state.moveTo(backend);
      return SequenceGenerator.create({ network, weights: state.weights, backend }, options);
    });
  }

  async #outputs(
    x: Inputs | InputBatches,
    { batchSize, steps }: PredictOptions & StreamPredictOptions,
  ): Promise<Readonly<Record<string, Tensor>>> {
    const predict = async (x: Inputs, where: string, wanted?: number, otherwise?: number): Promise<readonly TensorData[]> => {
      const session = await this.parts.buildFor(x);
      const inputs = await toInputs(x, session.network.inputs, { where });
      const rows = inputs[0]?.shape[0] ?? 0;
      const size = batchSizeFor(where, session.network, rows, wanted, otherwise ?? rows);
      return session.predict(inputs, await this.parts.backend(), size);
    };
    return this.runs.join("predict", async () => {
      checkKindOfData("predict", isStream(x), { batchSize, steps });
      positiveInteger("predict: batchSize", batchSize ?? predictionBatchSize);
      const outputs = isStream(x)
        ? await withReaders((open) => predictStream(open(x, { where: "predict", steps, stepsName: "steps" }), predict))
        : await predict(x, "predict", batchSize, predictionBatchSize);
      return Object.fromEntries(this.network.outputs.map(({ name }, i) => [name, tensor(outputs[i] ?? [])]));
    });
  }

  async #trainingData(
    given: GivenData<FitOptions, StreamFitOptions>,
    { batchSize, validationBatchSize }: FitSettings,
    open: OpenReader,
  ): Promise<TrainingData> {
    if (given.kind === "stream") {
      const { stepsPerEpoch: steps, classWeight } = given.options;
      const reader = open(given.stream, { where: "fit", steps, stepsName: "stepsPerEpoch", continues: steps !== undefined });
      const { data, ...rest } = await this.parts.prepareStream("fit", reader, classWeight);
      return { train: data, ...rest };
    }
    const { x, y, options } = given;
    const { host, ...rest } = await this.parts.prepare("fit", x, y, options.sampleWeight);
    const [rows, held] = options.validationSplit === undefined ? [host] : splitHostData(host, options.validationSplit);
    const { network } = rest.session;
    const size = batchSizeFor("fit", network, rows.rows, options.batchSize, batchSize);
    const train = arraySteps(withClassWeight("fit", rows, options.classWeight), size);
    const heldSize = batchSizeFor("fit: validationSplit", network, held?.rows ?? 0, options.validationBatchSize, validationBatchSize);
    return { train, ...(held && { held: arraySteps(held, heldSize) }), ...rest };
  }

  async #validationData(
    { validationData, validationSteps, ...options }: EpochOptions,
    { validationBatchSize }: FitSettings,
    open: OpenReader,
  ): Promise<StepData | undefined> {
    const where = "fit: validationData";
    if (validationData === undefined) return undefined;
    if (isArrays(validationData)) {
      const [x, y, sampleWeight] = validationData;
      const { session, host } = await this.parts.prepare(where, x, y, sampleWeight);
      const size = batchSizeFor(where, session.network, host.rows, options.validationBatchSize, validationBatchSize);
      return arraySteps(host, size);
    }
    const reader = open(validationData, { where, steps: validationSteps, stepsName: "validationSteps" });
    return (await this.parts.prepareStream(where, reader)).data;
  }
}

type ValidationData = NonNullable<EpochOptions["validationData"]>;

const isArrays = (data: ValidationData): data is Extract<ValidationData, readonly [Inputs, Targets, ...unknown[]]> => !isStream(data);

type OpenReader = Parameters<Parameters<typeof withReaders>[0]>[0];

interface TrainingData extends Pick<PreparedStream, "session" | "means"> {
  readonly train: StepData;
  /** Taken away for validation. */
  readonly held?: StepData;
}
