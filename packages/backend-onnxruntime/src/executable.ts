import { printShape } from "@tidu/core-tensor";
import type { DeviceTensor, DimBindings, Executable, Graph, RunOptions } from "@tidu/core-tensor";
import { OrtDeviceTensor, produced } from "./device-tensor.ts";
import type { GpuMemory } from "./gpu/gpu-memory.ts";
import type { OrtSession, OrtTensor } from "./ort.ts";
import type { SpecialSizes } from "./special-sizes.ts";

export interface ExecutableParts {
  readonly name: string;
  readonly graph: Graph;
  /** The GPU of the backend, and whether the session computes there. */
  readonly gpu?: GpuMemory | undefined;
  readonly onGpu: boolean;
  /** What the graph's inputs and outputs are called in the session. */
  readonly inputNames: readonly string[];
  readonly outputNames: readonly string[];
  readonly special: SpecialSizes | undefined;
  /** Compiles the same graph for known sizes. */
  readonly specialize: (bindings: DimBindings) => Promise<OrtExecutable>;
  readonly onDispose: (executable: OrtExecutable) => void;
}

/** A session, or how to open it when it is first needed. */
export type SessionSource = OrtSession | (() => Promise<OrtSession>);

/** A graph in an onnxruntime session. */
export class OrtExecutable implements Executable {
  readonly #parts: ExecutableParts;
  readonly #specialized = new Map<string, Promise<OrtExecutable>>();
  #session: SessionSource | Promise<OrtSession>;
  #released: Promise<void> | undefined;

  constructor(parts: ExecutableParts, session: SessionSource) {
    this.#parts = parts;
    this.#session = session;
  }

  async run(inputs: readonly DeviceTensor[], { donate = [] }: RunOptions = {}): Promise<readonly DeviceTensor[]> {
    const { name, graph, gpu, onGpu, inputNames, outputNames, special } = this.#parts;
    if (this.#released) throw new Error(`onnxruntime: "${name}" was disposed and cannot run again.`);
    if (inputs.length !== graph.inputs.length)
      throw new Error(`onnxruntime: "${name}" takes ${graph.inputs.length} inputs, received ${inputs.length}.`);
    const own = inputs.map((input, index) => ownTensor(input, inputNames[index]));
    const sizes = special?.(inputs.map(({ spec }) => spec.shape.map(Number)));
    if (sizes) return (await this.#specializedFor(sizes)).run(inputs, { donate });

    if (typeof this.#session === "function") this.#session = this.#session();
    const session = await this.#session;
    if (gpu) for (const input of own) await input.settle(onGpu ? "gpu" : "host");
    const lent: OrtDeviceTensor[] = [];
    try {
      const feeds: Record<string, OrtTensor> = {};
      own.forEach((input, index) => {
        feeds[inputNames[index] ?? ""] = input.lend();
        lent.push(input);
      });
      const results = await session.run(feeds).catch((error: unknown) => {
        throw new Error(`onnxruntime: running "${name}" failed${describeInputs(graph, inputs)}. ${messageOf(error)}`, { cause: error });
      });
      for (const index of donate) inputs[index]?.dispose();
      return graph.outputs.map((value, index) => {
        const tensor = results[outputNames[index] ?? ""];
        if (tensor === undefined) throw new Error(`onnxruntime: "${name}" gave no output "${outputNames[index]}".`);
        return produced(tensor, graph.specs[value]?.dtype ?? "float32", gpu);
      });
    } finally {
      for (const input of lent) input.giveBack();
    }
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
    const session = typeof this.#session === "function" ? undefined : await this.#session;
    await Promise.all([session?.release(), ...specialized.map((executable) => executable.release())]);
  }

  #specializedFor(bindings: DimBindings): Promise<OrtExecutable> {
    const key = JSON.stringify(bindings);
    const known = this.#specialized.get(key) ?? this.#parts.specialize(bindings);
    this.#specialized.set(key, known);
    return known;
  }
}

const ownTensor = (value: DeviceTensor, name = ""): OrtDeviceTensor => {
  if (value instanceof OrtDeviceTensor) return value;
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
