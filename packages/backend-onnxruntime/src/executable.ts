import { bindDim, bindingsOf, printShape } from "@tidu/core-tensor";
import type { DeviceTensor, Dim, DimBindings, Executable, Graph, RunOptions } from "@tidu/core-tensor";
import { OrtDeviceTensor, produced } from "./device-tensor.ts";
import type { OrtSession, OrtTensor } from "./ort.ts";

export interface ExecutableParts {
  readonly name: string;
  readonly graph: Graph;
  readonly session: OrtSession;
  /** What the graph's inputs and outputs are called in the session. */
  readonly inputNames: readonly string[];
  readonly outputNames: readonly string[];
  /** Lengths of loops that are known only at run time. */
  readonly lengths: readonly Dim[];
  /** Compiles the same graph for known sizes: onnxruntime refuses to run a loop of no step, a graph that knows about it has none. */
  readonly specialize: (bindings: DimBindings) => Promise<OrtExecutable>;
  readonly onDispose: (executable: OrtExecutable) => void;
}

/** A graph in an onnxruntime session. */
export class OrtExecutable implements Executable {
  readonly #parts: ExecutableParts;
  readonly #specialized = new Map<string, Promise<OrtExecutable>>();
  #released: Promise<void> | undefined;

  constructor(parts: ExecutableParts) {
    this.#parts = parts;
  }

  async run(inputs: readonly DeviceTensor[], { donate = [] }: RunOptions = {}): Promise<readonly DeviceTensor[]> {
    const { name, graph, session, inputNames, outputNames } = this.#parts;
    if (this.#released) throw new Error(`onnxruntime: "${name}" was disposed and cannot run again.`);
    if (inputs.length !== graph.inputs.length)
      throw new Error(`onnxruntime: "${name}" takes ${graph.inputs.length} inputs, received ${inputs.length}.`);
    const empty = this.#emptyLoop(inputs);
    if (empty) return (await this.#specializedFor(empty)).run(inputs, { donate });

    const feeds: Record<string, OrtTensor> = {};
    inputNames.forEach((input, index) => (feeds[input] = ownTensor(inputs[index], input)));
    const results = await session.run(feeds).catch((error: unknown) => {
      throw new Error(`onnxruntime: running "${name}" failed${describeInputs(graph, inputs)}. ${messageOf(error)}`, { cause: error });
    });
    for (const index of donate) inputs[index]?.dispose();
    return graph.outputs.map((value, index) => {
      const tensor = results[outputNames[index] ?? ""];
      if (tensor === undefined) throw new Error(`onnxruntime: "${name}" gave no output "${outputNames[index]}".`);
      return produced(tensor, graph.specs[value]?.dtype ?? "float32");
    });
  }

  dispose(): void {
    void this.release();
  }

  /** Frees the session; resolves when that is done. */
  release(): Promise<void> {
    this.#released ??= this.#release();
    return this.#released;
  }

  async #release(): Promise<void> {
    this.#parts.onDispose(this);
    const specialized = await Promise.all(this.#specialized.values());
    await Promise.all([this.#parts.session.release(), ...specialized.map((executable) => executable.release())]);
  }

  /** The sizes of this run, when a loop has no step. */
  #emptyLoop(inputs: readonly DeviceTensor[]): DimBindings | undefined {
    const { graph, lengths } = this.#parts;
    if (lengths.length === 0) return undefined;
    const shapes = inputs.map(({ spec }) => spec.shape.map(Number));
    const bindings = bindingsOf(graph, shapes);
    return lengths.some((length) => bindDim(length, bindings) === 0) ? bindings : undefined;
  }

  #specializedFor(bindings: DimBindings): Promise<OrtExecutable> {
    const key = JSON.stringify(bindings);
    const known = this.#specialized.get(key) ?? this.#parts.specialize(bindings);
    this.#specialized.set(key, known);
    return known;
  }
}

const ownTensor = (value: DeviceTensor | undefined, name: string): OrtTensor => {
  if (value instanceof OrtDeviceTensor) return value.tensor;
  throw new Error(`onnxruntime: the value for "${name}" lives on another backend. Upload its numbers to this one first.`);
};

const describeInputs = (graph: Graph, inputs: readonly DeviceTensor[]): string => {
  const wrong = graph.inputs.findIndex(({ spec }, index) => {
    const received = inputs[index]?.spec;
    const fits =
      received?.shape.length === spec.shape.length &&
      spec.shape.every((dim, axis) => typeof dim !== "number" || dim === received.shape[axis]);
    return !fits || received.dtype !== spec.dtype;
  });
  const [expected, received] = [graph.inputs[wrong], inputs[wrong]?.spec];
  if (expected === undefined || received === undefined) return "";
  return `: "${expected.name}" takes ${expected.spec.dtype}${printShape(expected.spec.shape)}, received ${received.dtype}${printShape(received.shape)}`;
};

export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
