import { tensorData } from "@tidu/core-tensor";
import type { ArrayLike, TensorData } from "@tidu/core-tensor";

/** Numbers of one dtype for samples; the shape is that of the nesting, and must be given where there are no elements. */
export const float32 = (values: ArrayLike, shape?: readonly number[]): TensorData => tensorData(values, shape, "float32");
export const int32 = (values: ArrayLike, shape?: readonly number[]): TensorData => tensorData(values, shape, "int32");
export const uint32 = (values: ArrayLike, shape?: readonly number[]): TensorData => tensorData(values, shape, "uint32");
export const bool = (values: ArrayLike, shape?: readonly number[]): TensorData => tensorData(values, shape, "bool");
export const uint8 = (values: ArrayLike, shape?: readonly number[]): TensorData => tensorData(values, shape, "uint8");
export const int64 = (values: ArrayLike, shape?: readonly number[]): TensorData => tensorData(values, shape, "int64");
