import { castArray, collect, flatten, fromDevice, placeholder, tensorData } from "@tidu/core-tensor";
import type { Backend, DeviceTensor, DType, Executable, Graph, Tensor, TensorData } from "@tidu/core-tensor";
import { joinRows } from "./data/join-rows.ts";
import { takeRows } from "./data/take-rows.ts";
import { applyNetwork } from "./network/apply-network.ts";
import { statesOf } from "./network/network-weights.ts";
import type { Network } from "./network/network.ts";
import type { FlatWeights } from "./network/weight-paths.ts";

/** Rows of a prediction that run at once by default: large enough for speed, small enough for memory. */
export const predictionBatchSize = 256;

export interface InferenceGraph {
  /** Inputs of the network first, then its weights, in the order of `weightPaths`. */
  readonly graph: Graph;
  readonly weightPaths: readonly string[];
}

/**
 * The network without anything of training, batch axis free.
 *
 * @param carried paths of weights whose next values are outputs too, behind those of the network
 */
export function inferenceGraph(network: Network, weights: FlatWeights, carried: readonly string[] = []): InferenceGraph {
  const { leaves, paths } = flatten(weights);
  const inputs = network.inputs.map(({ name, spec }) => placeholder(spec, name));
  const values = leaves.map((leaf, i) => placeholder(leaf.spec, paths[i] ?? ""));
  const byPath = Object.fromEntries(
    paths.map((path, i) => [path, values[i]]).filter((entry): entry is [string, Tensor] => entry[1] !== undefined),
  );
  const { outputs, updates } = applyNetwork(network, byPath, inputs, { training: false });
  const next = carried.map((path) => updates[path] ?? byPath[path]).filter((value) => value !== undefined);
  const outputNames = [...network.outputs.map(({ name }) => name), ...carried];
  const { graph } = collect([...outputs, ...next], [...inputs, ...values], { outputNames });
  return { graph, weightPaths: paths };
}

/** What a prediction gives. */
export interface Predicted {
  readonly outputs: readonly TensorData[];
  /** What stateful layers carry on, by path, on the backend. */
  readonly states: FlatWeights;
}

/** Predicts with weights baked in as constants, but for states, which each batch changes. Rebuilt when the weights have changed. */
export class Predictor {
  readonly #network: Network;
  readonly #executable: Executable;
  /** The paths of the states. */
  readonly #carried: readonly string[];

  private constructor(network: Network, executable: Executable, carried: readonly string[]) {
    this.#network = network;
    this.#executable = executable;
    this.#carried = carried;
  }

  /** @param weights on the backend */
  static async create(network: Network, weights: FlatWeights, backend: Backend): Promise<Predictor> {
    const carried = [...statesOf(network).keys()];
    const { graph, weightPaths } = inferenceGraph(network, weights, carried);
    const constants = weightPaths.flatMap((path, i): readonly [number, DeviceTensor][] =>
      carried.includes(path) ? [] : [[network.inputs.length + i, onDevice(weights, path)]],
    );
    return new Predictor(network, await backend.compile(graph, { name: "prediction", constants: new Map(constants) }), carried);
  }

  /**
   * Outputs for all rows, `batchSize` at a time.
   *
   * @param weights where the states begin; they stay as they are
   */
  async run(inputs: readonly TensorData[], weights: FlatWeights, backend: Backend, batchSize = predictionBatchSize): Promise<Predicted> {
    const rows = inputs[0]?.shape[0] ?? 0;
    let states = this.#carried.map((path) => onDevice(weights, path));
    const parts: (readonly TensorData[])[] = [];
    for (let start = 0; start < rows; start += batchSize) {
      const end = Math.min(rows, start + batchSize);
      const devices = inputs.map((input, i) => {
        const part = start === 0 && end === rows ? input : takeRows(input, start, end);
        const { data, shape, dtype } = inDtype(part, this.#network.inputs[i]?.spec.dtype ?? "float32");
        return backend.upload(data, { shape, dtype });
      });
      const results = await this.#executable.run([...devices, ...states]);
      const outputs = results.slice(0, this.#network.outputs.length);
      parts.push(
        await Promise.all(outputs.map(async (output) => tensorData(await output.data(), output.spec.shape.map(Number), output.spec.dtype))),
      );
      for (const device of [...devices, ...outputs, ...(start > 0 ? states : [])]) device.dispose();
      states = results.slice(outputs.length);
    }
    return {
      outputs: this.#network.outputs.map((_, i) => joinRows(parts.map((part) => part[i]).filter((part) => part !== undefined))),
      states: Object.fromEntries(states.map((device, i) => [this.#carried[i] ?? "", fromDevice(device)])),
    };
  }

  dispose(): void {
    this.#executable.dispose();
  }
}

function onDevice(weights: FlatWeights, path: string): DeviceTensor {
  const source = weights[path]?.source;
  if (source?.kind !== "device") throw new Error(`predict: the weight "${path}" is not on the backend.`);
  return source.device;
}

/** Bytes as the numbers that an input takes: the graph of a prediction, which is also what is exported, has its inputs as they are. */
export const inDtype = (values: TensorData, dtype: DType): TensorData =>
  values.dtype === dtype ? values : tensorData(castArray(values.data, values.dtype, dtype), values.shape, dtype);
