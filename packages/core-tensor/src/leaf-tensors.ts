import type { DeviceTensor } from "./backend.ts";
import type { DType } from "./dtype.ts";
import type { TensorSpec } from "./spec.ts";
import { Tensor } from "./tensor.ts";
import { tensorData } from "./tensor-data.ts";
import type { ArrayLike } from "./tensor-data.ts";

/**
 * A tensor of known numbers.
 *
 * `tensor([[1, 2], [3, 4]])` is float32[2, 2]; `tensor(new Int32Array(6), [2, 3])` is int32[2, 3] and shares the array.
 *
 * @throws when rows differ in length or the number of values is not that of the shape
 */
export function tensor(values: ArrayLike, shape?: readonly number[], dtype?: DType): Tensor {
  const data = tensorData(values, shape, dtype);
  return new Tensor({ shape: data.shape, dtype: data.dtype }, { kind: "data", data });
}

/** A tensor whose numbers live on a backend. */
export const fromDevice = (device: DeviceTensor): Tensor => new Tensor(device.spec, { kind: "device", device });

/** A tensor that stands for an argument. */
export const placeholder = (spec: TensorSpec, name: string): Tensor => new Tensor(spec, { kind: "placeholder", name });
