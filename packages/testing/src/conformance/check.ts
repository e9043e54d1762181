import type { Backend, CompileOptions, DeviceTensor, Graph, TensorData } from "@tidu/core-tensor";

/** One promise that every backend keeps. */
export interface Check {
  readonly name: string;
  /** What went wrong, or `undefined`. */
  readonly run: (backend: Backend) => Promise<string | undefined>;
}

/** Runs a graph once on a backend, from host numbers to host numbers, and frees everything again. */
export async function runOn(
  backend: Backend,
  graph: Graph,
  inputs: readonly TensorData[],
  options?: CompileOptions,
): Promise<readonly TensorData[]> {
  const executable = await backend.compile(graph, options);
  const fed = inputs.map((input) => upload(backend, input));
  const outputs = await executable.run(fed);
  const results = await Promise.all(outputs.map(download));
  for (const tensor of new Set([...fed, ...outputs])) tensor.dispose();
  executable.dispose();
  return results;
}

export const upload = (backend: Backend, { data, dtype, shape }: TensorData): DeviceTensor => backend.upload(data, { dtype, shape });

/** The numbers of a tensor on a backend; its spec must have become static. */
export async function download(tensor: DeviceTensor): Promise<TensorData> {
  const { dtype, shape } = tensor.spec;
  return { dtype, shape: shape.map((size) => (typeof size === "number" ? size : -1)), data: await tensor.data() };
}
