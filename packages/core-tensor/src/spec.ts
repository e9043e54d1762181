import type { DType } from "./dtype.ts";
import { printShape, sameShape } from "./shape/shape.ts";
import type { Shape } from "./shape/shape.ts";

/** What is known of a tensor before it is computed. */
export interface TensorSpec {
  readonly shape: Shape;
  readonly dtype: DType;
}

/** `float32[batch, 784]` */
export const printSpec = ({ dtype, shape }: TensorSpec): string => `${dtype}${printShape(shape)}`;

/** Whether dtype and shape are equal, for all sizes. */
export const sameSpec = (a: TensorSpec, b: TensorSpec): boolean => a.dtype === b.dtype && sameShape(a.shape, b.shape);
