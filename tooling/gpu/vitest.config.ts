import base from "../vitest/vitest.config.ts";

/** The tests that need a GPU, a file at a time: where the driver computes on the processor, one takes all cores. */
export default {
  ...base,
  test: { ...base.test, include: ["**/*.gpu.test.ts"], exclude: ["**/node_modules/**", "**/dist/**"], fileParallelism: false },
};
