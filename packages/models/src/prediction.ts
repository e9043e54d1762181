import { castArray, collect, flatten, placeholder, tensorData } from "@tidu/core-tensor";
import type { Backend, DeviceTensor, DType, Executable, Graph, Tensor, TensorData } from "@tidu/core-tensor";
import { joinRows } from "./data/join-rows.ts";
import { takeRows } from "./data/take-rows.ts";
import { applyNetwork } from "./network/apply-network.ts";
import type { Network } from "./network/network.ts";
import type { FlatWeights } from "./network/weight-paths.ts";

/** Rows of a prediction that run at once by default: large enough for speed, small enough for memory. */
export const predictionBatchSize = 256;

export interface InferenceGraph {
  /** Inputs of the network first, then its weights, in the order of `weightPaths`. */
  readonly graph: Graph;
  readonly weightPaths: readonly string[];
}

/** The network without anything of training, batch axis free. */
export function inferenceGraph(network: Network, weights: FlatWeights): InferenceGraph {
  const { leaves, paths } = flatten(weights);
  const inputs = network.inputs.map(({ name, spec }) => placeholder(spec, name));
  const values = leaves.map((leaf, i) => placeholder(leaf.spec, paths[i] ?? ""));
  const byPath = Object.fromEntries(
    paths.map((path, i) => [path, values[i]]).filter((entry): entry is [string, Tensor] => entry[1] !== undefined),
  );
  const { outputs } = applyNetwork(network, byPath, inputs, { training: false });
  const { graph } = collect(outputs, [...inputs, ...values], { outputNames: network.outputs.map(({ name }) => name) });
  return { graph, weightPaths: paths };
}

/** Predicts with weights baked in as constants. Rebuilt when the weights have changed. */
export class Predictor {
  readonly #network: Network;
  readonly #executable: Executable;

  private constructor(network: Network, executable: Executable) {
    this.#network = network;
    this.#executable = executable;
  }

  /** @param weights on the backend */
  static async create(network: Network, weights: FlatWeights, backend: Backend): Promise<Predictor> {
    const { graph, weightPaths } = inferenceGraph(network, weights);
    const constants = weightPaths.map((path, i): [number, DeviceTensor] => {
      const source = weights[path]?.source;
      if (source?.kind !== "device") throw new Error(`predict: the weight "${path}" is not on the backend.`);
      return [network.inputs.length + i, source.device];
    });
    return new Predictor(network, await backend.compile(graph, { name: "prediction", constants: new Map(constants) }));
  }

  /** Outputs for all rows, `batchSize` at a time. */
  async run(inputs: readonly TensorData[], backend: Backend, batchSize = predictionBatchSize): Promise<readonly TensorData[]> {
    const rows = inputs[0]?.shape[0] ?? 0;
    const parts: (readonly TensorData[])[] = [];
    for (let start = 0; start < rows; start += batchSize) {
      const end = Math.min(rows, start + batchSize);
      const devices = inputs.map((input, i) => {
        const part = start === 0 && end === rows ? input : takeRows(input, start, end);
        const { data, shape, dtype } = inDtype(part, this.#network.inputs[i]?.spec.dtype ?? "float32");
        return backend.upload(data, { shape, dtype });
      });
      const outputs = await this.#executable.run(devices);
      parts.push(
        await Promise.all(outputs.map(async (output) => tensorData(await output.data(), output.spec.shape.map(Number), output.spec.dtype))),
      );
      for (const device of [...devices, ...outputs]) device.dispose();
    }
    return this.#network.outputs.map((_, i) => joinRows(parts.map((part) => part[i]).filter((part) => part !== undefined)));
  }

  dispose(): void {
    this.#executable.dispose();
  }
}

/** Bytes as the numbers that an input takes: the graph of a prediction, which is also what is exported, has its inputs as they are. */
export const inDtype = (values: TensorData, dtype: DType): TensorData =>
  values.dtype === dtype ? values : tensorData(castArray(values.data, values.dtype, dtype), values.shape, dtype);
