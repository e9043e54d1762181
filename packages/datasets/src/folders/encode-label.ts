import type { TensorData } from "@tidu/core-tensor";

/** How a class is written as a number or numbers. */
export type LabelMode = "int" | "categorical" | "binary";

/** A label as int32 [], one-hot float32 [classes], or float32 [1]. */
export function encodeLabel(label: number, mode: LabelMode, classes: number): TensorData {
  if (mode === "int") return { dtype: "int32", shape: [], data: Int32Array.of(label) };
  if (mode === "binary") return { dtype: "float32", shape: [1], data: Float32Array.of(label) };
  const data = new Float32Array(classes);
  data[label] = 1;
  return { dtype: "float32", shape: [classes], data };
}
