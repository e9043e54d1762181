import { namedDim } from "@tidu/core-tensor";
import type { Backend, TensorSpec } from "@tidu/core-tensor";
import type { ClassWeight } from "./data/class-weight.ts";
import { hostArray } from "./data/host-array.ts";
import type { Inputs } from "./data/inputs.ts";
import { perName } from "./data/per-name.ts";
import type { SampleWeights } from "./data/sample-weight.ts";
import type { Targets } from "./data/targets.ts";
import type { Randomness } from "./model-state.ts";
import { keepFrozen, withFrozen } from "./network/freezing.ts";
import type { Network } from "./network/network.ts";
import { restoredSession } from "./saving/model-bytes.ts";
import type { ModelFile } from "./saving/model-file.ts";
import { Session } from "./session.ts";
import type { Means } from "./session.ts";
import { partsOf } from "./streams/batch-like.ts";
import type { BatchReader } from "./streams/batch-reader.ts";
import { streamSteps } from "./streams/stream-steps.ts";
import { checkCompiled, compileOptions } from "./training/compile.ts";
import type { Compiled, CompileOptions } from "./training/compile.ts";
import { prepareData } from "./training/host-data.ts";
import type { HostData } from "./training/host-data.ts";
import type { StepData } from "./training/step-source.ts";

/** An engine, or how to get one when it is needed. */
export type BackendSource = Backend | (() => Promise<Backend>);

export interface AssemblyOptions {
  /** The model's name, for errors. */
  readonly name: string;
  readonly backend: BackendSource | undefined;
  readonly randomness: Randomness;
  /** Makes the network when the first data say what comes in. */
  readonly networkFor: (inputs: readonly TensorSpec[]) => Network;
  readonly network: Network | undefined;
}

/** What a run needs: checked data, and what works on them. */
export interface Prepared {
  readonly session: Session;
  readonly host: HostData;
  readonly means: Means;
}

/** The same for a stream. */
export interface PreparedStream {
  readonly session: Session;
  readonly data: StepData;
  readonly means: Means;
}

/** The parts of a model, which come one after the other and in any order: its layers, how it is compiled, its engine. */
export class Assembly {
  readonly #options: AssemblyOptions;
  #session: Session | undefined;
  #compiled: Compiled | undefined;
  /** What the file that the model comes from could not hold of how it was compiled. */
  #notCompiled: string | undefined;
  #opened: Promise<Backend> | undefined;

  constructor(options: AssemblyOptions) {
    this.#options = options;
    this.#session = options.network && new Session(options.network, options.randomness);
  }

  /** Undefined before compile. */
  get compiled(): Compiled | undefined {
    return this.#compiled;
  }

  get notCompiled(): string | undefined {
    return this.#notCompiled;
  }

  /** @throws before the input's shape is known */
  get session(): Session {
    if (this.#session !== undefined) return this.#session;
    throw new Error(
      `${this.#options.name}: the shape of its input is not known yet. Give the first layer an inputShape, or call fit or build first.`,
    );
  }

  /** @throws when a name is unknown */
  compile(options: CompileOptions): void {
    const compiled = compileOptions(options);
    if (this.#session !== undefined) checkCompiled(compiled, this.#session.network);
    this.#compiled = compiled;
    this.#notCompiled = undefined;
    this.#session?.drop();
    this.#session?.state.forgetOptimizer();
  }

  /** The engine, opened once. */
  async backend(): Promise<Backend> {
    const { name, backend: source } = this.#options;
    const given = this.#compiled?.options.backend;
    if (given !== undefined) return given;
    if (source === undefined) {
      throw new Error(
        `${name}: no backend. Pass one in the model's options or to compile, or import from "tidu", which picks the best one installed.`,
      );
    }
    if (typeof source !== "function") return source;
    this.#opened ??= source().catch((error: unknown) => {
      this.#opened = undefined; // what is missing may be there the next time
      throw error;
    });
    return this.#opened;
  }

  /** Builds the layers for an input, unless they are. */
  build(input: TensorSpec): Session {
    if (this.#session !== undefined) return this.#session;
    const { networkFor, randomness } = this.#options;
    const network = networkFor([input]);
    if (this.#compiled !== undefined) checkCompiled(this.#compiled, network);
    this.#session = new Session(network, randomness);
    return this.#session;
  }

  /** Builds the layers for these data, unless they are. */
  async buildFor(x: Inputs): Promise<Session> {
    if (this.#session !== undefined) return this.#session;
    const where = `${this.#options.name}: x`;
    const { shape } = await hostArray(where, perName(where, "input", x, ["input"])[0] ?? []);
    return this.build({ dtype: "float32", shape: [namedDim("batch"), ...shape.slice(1)] });
  }

  /** Goes on with other layers; those that stay keep their weights, and are held or not as before. */
  rebuild(network: Network | undefined): void {
    const before = this.#session;
    if (network === undefined) this.#session = undefined;
    else this.#session = before?.rebuilt(keepFrozen(before.network, network)) ?? new Session(network, this.#options.randomness);
  }

  /** Holds layers, or lets them go. */
  freeze(where: string, paths: readonly string[], frozen: boolean): void {
    const { session } = this;
    const network = withFrozen(`${this.#options.name}: ${where}`, session.network, paths, frozen);
    if (network.frozen.size !== session.network.frozen.size) this.#session = session.rebuilt(network);
  }

  /** @throws when the file lacks a weight, or its numbers do not fit */
  restore(file: ModelFile): void {
    this.#session = restoredSession(this.session.network, file, this.#compiled?.optimizer);
    this.#notCompiled = this.#compiled === undefined ? file.notCompiled : undefined;
  }

  /**
   * Gets data ready for a run.
   *
   * @param what the method that was called, for errors
   * @throws before compile, or when they do not fit
   */
  async prepare(what: string, x: Inputs, y: Targets, sampleWeight?: SampleWeights): Promise<Prepared> {
    const compiled = this.#compiledFor(what);
    const backend = await this.backend();
    const session = await this.buildFor(x);
    const host = await prepareData({ what, network: session.network, compiled, x, y, sampleWeight });
    return { session, host, means: { backend, optimizer: compiled.optimizer } };
  }

  /**
   * Gets ready to run batches of a stream; looks at the first one.
   *
   * @throws before compile, or when the first batch does not fit
   */
  async prepareStream(what: string, reader: BatchReader, classWeight?: ClassWeight): Promise<PreparedStream> {
    const compiled = this.#compiledFor(what);
    const backend = await this.backend();
    const { x } = partsOf(`${what}: batch 0`, await reader.peek());
    const session = await this.buildFor(x);
    const data = await streamSteps({ what, reader, network: session.network, compiled, classWeight });
    return { session, data, means: { backend, optimizer: compiled.optimizer } };
  }

  /** Frees what the engine holds. */
  async dispose(): Promise<void> {
    this.#session?.drop();
    await this.#session?.state.leave();
  }

  #compiledFor(what: string): Compiled {
    if (this.#compiled === undefined) throw new Error(`${this.#options.name}: ${this.#adviceToCompile(what)}`);
    return this.#compiled;
  }

  #adviceToCompile(what: string): string {
    if (this.#notCompiled === undefined) return `call compile({ optimizer, loss }) before ${what}.`;
    return `its file could not hold ${this.#notCompiled}. Pass it to load, { compile: { optimizer, loss, … } }, to go on where training left off, or call compile before ${what}.`;
  }
}
