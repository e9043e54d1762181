import { interpreterBackend } from "@tidu/core-tensor";
import type { Backend } from "@tidu/core-tensor";

/** The engines that tidu knows: those that it chooses among, best first, then those on a GPU. */
export type BackendName = "onnxruntime-node" | "tfjs-wasm" | "tfjs-cpu" | "interpreter" | "onnxruntime-webgpu" | "tfjs-webgpu";

/** An engine that may be installed. */
export interface Engine<Name extends string = BackendName> {
  readonly name: Name;
  /** For people, after the name. */
  readonly about: string;
  /** Loads it; throws with the install command when it is not installed, and with the reason when it does not work here. */
  readonly load: () => Promise<Backend>;
  /** Where it computes. What is on a GPU is used when it is asked for by name only. Default: `"cpu"`. */
  readonly device?: "cpu" | "gpu";
}

/** Best first, then those on a GPU. Nothing is loaded before it is asked for. */
export const engines: readonly Engine[] = [
  { name: "onnxruntime-node", about: "native", load: async () => (await import("@tidu/backend-onnxruntime")).onnxruntime() },
  { name: "tfjs-wasm", about: "WebAssembly", load: async () => (await import("@tidu/backend-tfjs")).tfjsBackend({ backend: "wasm" }) },
  { name: "tfjs-cpu", about: "plain JavaScript", load: async () => (await import("@tidu/backend-tfjs")).tfjsBackend({ backend: "cpu" }) },
  { name: "interpreter", about: "built in, slow", load: async () => interpreterBackend() },
  {
    name: "onnxruntime-webgpu",
    about: "a GPU, native",
    device: "gpu",
    load: async () => (await import("@tidu/backend-onnxruntime")).onnxruntime({ device: "gpu" }),
  },
  {
    name: "tfjs-webgpu",
    about: "a GPU, in JavaScript",
    device: "gpu",
    load: async () => (await import("@tidu/backend-tfjs")).tfjsBackend({ device: "gpu" }),
  },
];

/** The names that {@link BackendName} allows: best first, then those on a GPU. */
export const backendNames: readonly BackendName[] = engines.map(({ name }) => name);
