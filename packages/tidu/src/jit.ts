import { jit as jitOn } from "@tidu/core-tensor";
import type { Jitted, JitOptions, Tree } from "@tidu/core-tensor";
import { defaultBackend } from "./engine/default-engine.ts";

/**
 * Compiles a function of trees of tensors: traced and compiled once per combination of shapes and dtypes, and run as one graph.
 *
 * @param options as of core-tensor's `jit`; the backend defaults to the best one installed
 *
 * @example
 * const double = jit((x: Tensor) => x.mul(2));
 * await (await double(tensor([1, 2]))).array(); // [2, 4]
 */
export function jit<Args extends readonly Tree[], Result extends Tree>(
  fn: (...args: Args) => Result,
  { backend, ...options }: Partial<JitOptions> = {},
): Jitted<Args, Result> {
  const source = backend === undefined ? defaultBackend() : async () => backend;
  let compiled: Promise<Jitted<Args, Result>> | undefined;
  const open = (): Promise<Jitted<Args, Result>> =>
    (compiled ??= source().then(
      (backend) => jitOn(fn, { ...options, backend }),
      (error: unknown) => {
        compiled = undefined;
        throw error;
      },
    ));
  const run = async (...args: Args): Promise<Result> => (await open())(...args);
  const dispose = (): void => void compiled?.then((jitted) => jitted.dispose());
  return Object.assign(run, { dispose });
}
