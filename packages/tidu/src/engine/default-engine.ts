import type { Backend } from "@tidu/core-tensor";
import { EngineChoice } from "./engine-choice.ts";
import { engines } from "./engines.ts";
import type { BackendName } from "./engines.ts";

/** One engine serves a whole process: this is the only state that importing tidu makes, and nothing is loaded by it. */
const choice = new EngineChoice({
  engines,
  wanted: () => (typeof process === "undefined" ? undefined : process.env["TIDU_BACKEND"]),
  say: (line) => console.error(line),
});

/**
 * The engine that models of this process train and predict on, or the one of that name.
 *
 * The default is what {@link setBackend} was given, else what the environment variable TIDU_BACKEND names, else the best one that
 * is installed: onnxruntime-node, tfjs-wasm, tfjs-cpu, or the built-in interpreter. Its first use says on stderr which, and why. A GPU
 * is used when asked for: onnxruntime-webgpu or tfjs-webgpu.
 *
 * @throws when the name is unknown (with the nearest one); when that engine is not installed (with the install command), finds no GPU, or
 * is broken
 *
 * @example
 * const model = sequential([...], { backend: await backend("tfjs-wasm") });
 */
export const backend = (name?: BackendName): Promise<Backend> => (name === undefined ? choice.current() : choice.named(name));

/**
 * Makes an engine the default, by its name or as a value. Models that already ran stay on theirs.
 *
 * @throws when the name is unknown, with the nearest one
 *
 * @example
 * setBackend("tfjs-wasm");
 */
export const setBackend = (backend: BackendName | Backend): void => choice.set(backend);

/** The default engine for one owner of numbers, which stays on the engine it first ran on: its numbers live there. */
export function defaultBackend(): () => Promise<Backend> {
  let first: Promise<Backend> | undefined;
  return () =>
    (first ??= backend().catch((error: unknown) => {
      first = undefined;
      throw error;
    }));
}
