import { tensorData } from "@tidu/core-tensor";
import type { Backend, DeviceTensor, Executable, TensorData } from "@tidu/core-tensor";
import { checkLimits } from "../data/check-limits.ts";
import { toInputs } from "../data/inputs.ts";
import type { DataLike } from "../data/host-array.ts";
import { selectRows } from "../data/select-rows.ts";
import type { NetworkInput, Network } from "../network/network.ts";
import type { FlatWeights } from "../network/weight-paths.ts";
import { GenerationRun } from "./generation-run.ts";
import { growingInput, roomFor } from "./growing-input.ts";
import { KeptValues } from "./kept-values.ts";
import { stepGraphs } from "./step-graphs.ts";
import type { StepGraph, StepGraphs } from "./step-graphs.ts";

export interface GeneratorOptions {
  /** The longest sequence, the prompt included. Default: what the model's positions allow. */
  readonly maxLength?: number | undefined;
  /** The name of the input that grows, in a model with several (a translator's target). Default: the only one. */
  readonly input?: string | undefined;
}

/** Ids to go on from: one sequence, or several. */
export type Prompt = readonly number[] | readonly (readonly number[])[];

/** What the inputs that do not grow hold, by their names. */
export type OtherInputs = Readonly<Record<string, DataLike>>;

/** Chooses the next id of a row from the model's output for its last position: scores, or probabilities where the model ends so. */
export type PickId = (scores: Float32Array, row: { readonly row: number; readonly ids: readonly number[] }) => number;

export interface GenerateOptions {
  readonly pick: PickId;
  /** How many ids to add at most. Default: up to `maxLength`. */
  readonly length?: number | undefined;
  /** Ends a sequence; the id belongs to it. */
  readonly stop?: number | ((id: number) => boolean) | undefined;
  /** The other inputs by name, a row for each prompt (a translator's source). */
  readonly inputs?: OtherInputs | undefined;
  /** Is told every id as it comes. */
  readonly onId?: ((id: number, row: number) => void) | undefined;
}

/** What a generator is made of. */
export interface GeneratorParts {
  readonly network: Network;
  /** On the backend. */
  readonly weights: FlatWeights;
  readonly backend: Backend;
}

/**
 * Makes sequences position by position, for the same cost at each: attention keeps keys and values, recurrent layers their states. It
 * works with the weights that the model had when it was made.
 */
export class SequenceGenerator {
  /** The longest sequence, the prompt included. */
  readonly maxLength: number;
  readonly #parts: GeneratorParts;
  readonly #input: NetworkInput;
  readonly #graphs: StepGraphs;
  readonly #executables: { readonly first: Executable; readonly next: Executable };

  private constructor(
    parts: GeneratorParts,
    input: NetworkInput,
    maxLength: number,
    graphs: StepGraphs,
    executables: { first: Executable; next: Executable },
  ) {
    this.maxLength = maxLength;
    this.#parts = parts;
    this.#input = input;
    this.#graphs = graphs;
    this.#executables = executables;
  }

  /** @throws when a layer needs the whole sequence, or options do not fit the model */
  static async create(parts: GeneratorParts, options: GeneratorOptions): Promise<SequenceGenerator> {
    const { network, weights, backend } = parts;
    const input = growingInput(network.inputs, options.input);
    const maxLength = roomFor(input, options.maxLength);
    const graphs = stepGraphs({ network, weights, input: network.inputs.indexOf(input), maxLength });
    const compiled = async (graph: StepGraph, name: string): Promise<Executable> => {
      const constants = graph.weightPaths.map((path, i): [number, DeviceTensor] => {
        const source = weights[path]?.source;
        if (source?.kind !== "device") throw new Error(`generator: the weight "${path}" is not on the backend.`);
        return [graph.weightsAt + i, source.device];
      });
      return backend.compile(graph.graph, { name, constants: new Map(constants) });
    };
    const first = await compiled(graphs.first, "generation, first positions");
    const next = await compiled(graphs.next, "generation, next position");
    return new SequenceGenerator(parts, input, maxLength, graphs, { first, next });
  }

  /**
   * Goes on with sequences until each has ended.
   *
   * @param prompt at least one id each
   * @returns the sequences with their prompts; one for one prompt
   * @throws when an id is unknown, or a prompt leaves no room
   *
   * @example
   * const ids = await generator.generate([5, 2, 7], { pick: (scores) => scores.indexOf(Math.max(...scores)), length: 20 });
   */
  generate(prompt: readonly number[], options: GenerateOptions): Promise<number[]>;
  generate(prompt: readonly (readonly number[])[], options: GenerateOptions): Promise<number[][]>;
  async generate(prompt: Prompt, options: GenerateOptions): Promise<number[] | number[][]> {
    if (isMany(prompt)) return this.#generateAll(prompt, options);
    const [only] = await this.#generateAll([prompt], options);
    return only ?? [];
  }

  /**
   * Starts sequences for who chooses ids in another way (a beam search): `run.scores`, `run.next(ids)`, `run.select(rows)`.
   *
   * @param prompts all of one length
   * @throws as {@link SequenceGenerator.generate}
   */
  async start(prompts: readonly (readonly number[])[], inputs: OtherInputs = {}): Promise<GenerationRun> {
    const ids = this.#idsOf(prompts);
    const kept = new KeptValues(this.#graphs.kept);
    const given = this.#others.length === 0 ? [] : await toInputs(inputs, this.#others, { where: "generate: inputs" });
    const scores = await this.#step("first", [ids, ...given], kept, 0);
    const length = prompts[0]?.length ?? 0;
    return new GenerationRun({
      length,
      maxLength: this.maxLength,
      scores,
      select: (rows) => kept.select(rows),
      next: async (ids, position) => this.#step("next", [this.#idsOf(ids.map((id) => [id]))], kept, position),
    });
  }

  /** Releases what the engine holds for it. */
  dispose(): void {
    this.#executables.first.dispose();
    this.#executables.next.dispose();
  }

  get #others(): readonly NetworkInput[] {
    return this.#parts.network.inputs.filter((input) => input !== this.#input);
  }

  /** Prompts of one length go together. */
  async #generateAll(prompts: readonly (readonly number[])[], options: GenerateOptions): Promise<number[][]> {
    const results: number[][] = prompts.map((prompt) => [...prompt]);
    for (const length of new Set(prompts.map((prompt) => prompt.length))) {
      const rows = prompts.flatMap((prompt, row) => (prompt.length === length ? [row] : []));
      await this.#generateRows(rows, results, options);
    }
    return results;
  }

  /** Adds ids to some of the sequences; those that have ended are left out of the further steps. */
  async #generateRows(
    rows: readonly number[],
    results: readonly number[][],
    { pick, length = Infinity, stop, inputs = {}, onId }: GenerateOptions,
  ): Promise<void> {
    const ends = typeof stop === "function" ? stop : (id: number): boolean => id === stop;
    const run = await this.start(
      rows.map((row) => results[row] ?? []),
      await rowsOf(inputs, this.#others, rows, results.length),
    );
    let going = rows;
    for (let added = 0; added < length && run.length < this.maxLength; added++) {
      const picked = going.map((row, i) => {
        const ids = results[row] ?? [];
        const id = pick(run.scores[i] ?? new Float32Array(), { row, ids });
        ids.push(id);
        onId?.(id, row);
        return id;
      });
      const still = picked.flatMap((id, i) => (ends(id) ? [] : [i]));
      if (still.length === 0 || added + 1 === length) return;
      if (still.length < going.length) run.select(still);
      going = still.flatMap((i) => going[i] ?? []);
      await run.next(still.map((i) => picked[i] ?? 0));
    }
  }

  /** Runs one of the graphs and keeps what later positions need. */
  async #step(
    which: "first" | "next",
    inputs: readonly TensorData[],
    kept: KeptValues,
    position: number,
  ): Promise<readonly Float32Array[]> {
    const { feeds, takesPosition, keeps } = this.#graphs[which];
    const { backend } = this.#parts;
    const fed = [...inputs, ...feeds.map((name) => kept.get(name)), ...(takesPosition ? [tensorData(position, [], "int32")] : [])];
    const devices = fed.map(({ data, dtype, shape }) => backend.upload(data, { dtype, shape }));
    try {
      const [scores, ...made] = await this.#executables[which].run(devices);
      const values = await Promise.all(made.map(read));
      values.forEach((value, i) => kept.put(keeps[i] ?? "", value, position));
      return scores === undefined ? [] : rowsOfScores(await read(scores));
    } finally {
      for (const device of devices) device.dispose();
    }
  }

  /** @throws when they differ in length, are none, too many, or unknown */
  #idsOf(rows: readonly (readonly number[])[]): TensorData {
    const [first] = rows;
    const length = first?.length ?? 0;
    if (length === 0) throw new Error("generate: expected prompts of at least one id each, such as that of the start of a text.");
    if (rows.some((row) => row.length !== length))
      throw new Error("generate: expected prompts of one length. Start those of each length on their own.");
    if (length > this.maxLength)
      throw new RangeError(
        `generate: a prompt of ${length} ids leaves no room within maxLength ${this.maxLength}. Cut it, or make the generator with more.`,
      );
    const { dtype } = this.#input.spec;
    const ids = tensorData(rows.flat(), [rows.length, length], dtype);
    checkLimits("generate", ids, { ids: this.#input.limits.ids });
    return ids;
  }
}

const isMany = (prompt: Prompt): prompt is readonly (readonly number[])[] => Array.isArray(prompt[0]);

/** Numbers of an output, which is disposed of. */
async function read(device: DeviceTensor): Promise<TensorData> {
  const value = tensorData(await device.data(), device.spec.shape.map(Number), device.spec.dtype);
  device.dispose();
  return value;
}

/** `[rows, ids]` row by row. */
function rowsOfScores({ data, shape }: TensorData): readonly Float32Array[] {
  const scores = data instanceof Float32Array ? data : Float32Array.from(data, Number);
  const size = scores.length / (shape[0] ?? 1);
  return Array.from({ length: shape[0] ?? 0 }, (_, row) => scores.subarray(row * size, (row + 1) * size));
}

/** Some rows of the other inputs. */
async function rowsOf(given: OtherInputs, others: readonly NetworkInput[], rows: readonly number[], count: number): Promise<OtherInputs> {
  if (others.length === 0 || rows.length === count) return given;
  const values = await toInputs(given, others, { where: "generate: inputs" });
  return Object.fromEntries(others.flatMap(({ name }, i) => (values[i] === undefined ? [] : [[name, selectRows(values[i], rows)]])));
}
