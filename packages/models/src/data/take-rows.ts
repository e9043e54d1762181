import type { TensorData } from "@tidu/core-tensor";

/** The rows from `start` up to (without) `end`, sharing the memory of all rows. */
export function takeRows({ dtype, shape, data }: TensorData, start: number, end: number): TensorData {
  const [rows = 0, ...inner] = shape;
  const size = rows === 0 ? 0 : data.length / rows;
  return { dtype, shape: [end - start, ...inner], data: data.subarray(start * size, end * size) };
}
