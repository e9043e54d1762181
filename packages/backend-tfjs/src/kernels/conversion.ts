import type { Value } from "../plan.ts";
import type { Run } from "../run.ts";

/** The numbers as float32. (The webgpu kernel Cast only changes the name of the dtype, and other kernels then fail on it.) */
export const toFloat = (x: Value, run: Run): Value => {
  const one = run.reshape(run.fill(1, 1), []);
  return run("Multiply", { a: x, b: one }, {}, { shape: x.shape, dtype: "float32" });
};

/** float32 numbers as what they were before {@link toFloat}. */
export const fromFloat = (x: Value, dtype: Value["dtype"], run: Run): Value => {
  if (dtype !== "bool") return run("Cast", { x }, { dtype }, { shape: x.shape, dtype });
  return run("NotEqual", { a: x, b: run.reshape(run.fill(0, 1), []) }, {}, { shape: x.shape, dtype });
};
