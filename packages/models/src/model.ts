import { tensor } from "@tidu/core-tensor";
import type { Tensor } from "@tidu/core-tensor";
import type { History, Logs } from "./callbacks.ts";
import { toInputs } from "./data/inputs.ts";
import type { Inputs } from "./data/inputs.ts";
import type { Targets } from "./data/targets.ts";
import { fitSettings, positiveInteger } from "./fit-options.ts";
import type { EvaluateOptions, FitOptions, PredictOptions, TrainOnBatchOptions } from "./fit-options.ts";
import { NetworkModel } from "./network-model.ts";
import { predictionBatchSize } from "./prediction.ts";
import { progressReport } from "./progress/progress.ts";
import type { Compiled, CompileOptions } from "./training/compile.ts";
import type { HistoryRecord } from "./training/fit.ts";
import { splitHostData, withClassWeight } from "./training/host-data.ts";
import type { HostData } from "./training/host-data.ts";

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
   * @param x rows of inputs: nested numbers, a typed array, TensorData, or one of these per input
   * @param y as many rows of targets
   * @returns per key (`loss`, `accuracy`, `val_loss` …) one value per epoch
   * @throws before compile; when data do not fit (where, what was received); when the loss does not fit the output
   */
  async fit(x: Inputs, y: Targets, options: FitOptions = {}): Promise<History> {
    return this.runs.run("fit", async (pause) => {
      const settings = fitSettings(options);
      const { session, means, host } = await this.parts.prepare("fit", x, y, options.sampleWeight);
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
    return this.runs.join("evaluate", async () => {
      const batchSize = positiveInteger("evaluate: batchSize", options.batchSize ?? evaluationBatchSize);
      const { session, means, host } = await this.parts.prepare("evaluate", x, y, options.sampleWeight);
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
    return this.runs.join("predict", async () => {
      positiveInteger("predict: batchSize", batchSize);
      const session = await this.parts.buildFor(x);
      const inputs = await toInputs(x, session.network.inputs, { where: "predict" });
      const outputs = await session.predict(inputs, await this.parts.backend(), batchSize);
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

  async #validationData([x, y, sampleWeight]: NonNullable<FitOptions["validationData"]>): Promise<HostData> {
    const { host } = await this.parts.prepare("fit: validationData", x, y, sampleWeight);
    return host;
  }
}
