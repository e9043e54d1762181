import { concat, evaluate, iota, namedDim, ones, softmax, trace } from "@tidu/core-tensor";
import type { SpecLike, Tensor, TensorData } from "@tidu/core-tensor";
import { mismatch } from "../compare.ts";
import { randomValues } from "../random-values.ts";
import { download, upload } from "./check.ts";
import type { Check } from "./check.ts";

const row: SpecLike = { shape: ["batch", 3] };

/** Graphs with free dimensions: one executable serves every size. */
export const sizeChecks = (): readonly Check[] => [
  sizes("elementwise and a matrix", (x, w) => x.matmul(w).add(1).tanh(), [row, { shape: [3, 2] }]),
  sizes("the mean over a free axis", (x) => x.mean({ axis: 0 }), [row]),
  sizes("the mean over all axes", (x) => x.square().mean(), [row]),
  sizes("a softmax", (x) => softmax(x), [row]),
  sizes("reshaped to and fro", (x) => x.reshape([-1]).mul(2).reshape([-1, 3]), [row]),
  sizes("flattened behind the batch", (x) => x.reshape([namedDim("batch"), 6]), [{ shape: ["batch", 2, 3] }]),
  sizes("broadcast to the batch", (x) => x.sum({ axis: 0, keepDims: true }).broadcastTo(x.shape).sub(x), [row]),
  sizes("a new axis of free size", (x) => ones([namedDim("batch"), 2]).mul(x.slice([0, 0], [null, 1])), [row]),
  sizes("positions", (x) => x.add(iota(namedDim("batch"), "float32").expandDims(1)), [row]),
  sizes("rows joined", (x) => concat([x, x.neg()]), [row]),
  sizes("two free sizes", (a, b) => a.matmul(b.transpose()), [row, { shape: ["others", 3] }]),
  sizes("every second row", (x) => x.slice([0], [null], [2]), [row]),
  sizes("all rows but one", (x) => x.slice([1]).sub(x.slice([0], [-1])), [row], [1, 4, 2, 7, 4]),
];

/** Runs one executable for several sizes of the free dimensions, the first of them twice. */
const sizes = (
  name: string,
  fn: (...inputs: Tensor[]) => Tensor,
  specs: readonly SpecLike[],
  batches: readonly number[] = [4, 1, 7, 0, 4],
): Check => ({
  name,
  run: async (backend) => {
    const graph = trace(fn, specs);
    const executable = await backend.compile(graph);
    for (const batch of batches) {
      const inputs = specs.map(({ shape }, i): TensorData =>
        randomValues(
          shape.map((dim) => (dim === "batch" ? batch : dim === "others" ? batch + 2 : Number(dim))),
          i,
        ),
      );
      const results = await executable.run(inputs.map((input) => upload(backend, input)));
      const difference = mismatch(await Promise.all(results.map(download)), evaluate(graph, inputs));
      if (difference !== undefined) return `batch ${batch}: ${difference}`;
    }
    executable.dispose();
    return undefined;
  },
});
