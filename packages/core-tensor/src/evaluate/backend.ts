import type { Backend, DeviceTensor, Executable, RunOptions } from "../backend.ts";
import type { TypedArray } from "../dtype.ts";
import type { Graph } from "../graph.ts";
import type { TensorSpec } from "../spec.ts";
import type { TensorData } from "../tensor-data.ts";
import { evaluate } from "./index.ts";
import { staticShape } from "./value.ts";

/** The reference interpreter as a backend: correct and slow; for tests, and where no engine is installed. */
export function interpreterBackend(): Backend {
  return {
    name: "interpreter",
    loops: "host",
    compile: async (graph, { constants = new Map() } = {}) => new InterpretedGraph(graph, await numbersOf(constants)),
    upload: (data, spec) => new HostTensor({ dtype: spec.dtype, shape: staticShape(spec.shape), data }),
    dispose: async () => {},
  };
}

class InterpretedGraph implements Executable {
  readonly #graph: Graph;
  readonly #constants: ReadonlyMap<number, TensorData>;
  #disposed = false;

  constructor(graph: Graph, constants: ReadonlyMap<number, TensorData>) {
    this.#graph = graph;
    this.#constants = constants;
  }

  async run(inputs: readonly DeviceTensor[], { donate = [] }: RunOptions = {}): Promise<readonly DeviceTensor[]> {
    if (this.#disposed) throw new Error("interpreter: this executable was disposed.");
    const fed = (await Promise.all(inputs.map(hostData))).values();
    const values = this.#graph.inputs.map((_, i) => this.#constants.get(i) ?? fed.next().value);
    const outputs = evaluate(
      this.#graph,
      values.filter((value) => value !== undefined),
    );
    for (const position of donate) inputs[position]?.dispose();
    return outputs.map((output) => new HostTensor(output));
  }

  dispose(): void {
    this.#disposed = true;
  }
}

class HostTensor implements DeviceTensor {
  #value: TensorData | undefined;
  readonly spec: TensorSpec;

  constructor(value: TensorData) {
    this.#value = value;
    this.spec = { dtype: value.dtype, shape: value.shape };
  }

  get value(): TensorData {
    if (this.#value === undefined) throw new Error("interpreter: this tensor was disposed or donated.");
    return this.#value;
  }

  /** A copy: results may share memory with other tensors. */
  async data(): Promise<TypedArray> {
    return this.value.data.slice();
  }

  dispose(): void {
    this.#value = undefined;
  }
}

/** The caller may dispose of constants once the graph is compiled. */
const numbersOf = async (constants: ReadonlyMap<number, DeviceTensor>): Promise<ReadonlyMap<number, TensorData>> =>
  new Map(
    await Promise.all(
      Array.from(constants, async ([position, tensor]): Promise<[number, TensorData]> => [position, await hostData(tensor)]),
    ),
  );

/** The numbers of a tensor of any backend. */
async function hostData(tensor: DeviceTensor): Promise<TensorData> {
  if (tensor instanceof HostTensor) return tensor.value;
  return { dtype: tensor.spec.dtype, shape: staticShape(tensor.spec.shape), data: await tensor.data() };
}
