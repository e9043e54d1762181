import { interpreterBackend } from "@tidu/core-tensor";
import type { Backend } from "@tidu/core-tensor";

/** The engines that tidu knows, best first. */
export type BackendName = "onnxruntime-node" | "tfjs-wasm" | "tfjs-cpu" | "interpreter";

/** An engine that may be installed. */
export interface Engine<Name extends string = BackendName> {
  readonly name: Name;
  /** For people, after the name. */
  readonly about: string;
  /** Loads it; throws with the install command when it is not installed, and with the reason when it does not work here. */
  readonly load: () => Promise<Backend>;
}

/** Best first. Nothing is loaded before it is asked for. */
export const engines: readonly Engine[] = [
  { name: "onnxruntime-node", about: "native", load: async () => (await import("@tidu/backend-onnxruntime")).onnxruntime() },
  { name: "tfjs-wasm", about: "WebAssembly", load: async () => (await import("@tidu/backend-tfjs")).tfjsBackend({ backend: "wasm" }) },
  { name: "tfjs-cpu", about: "plain JavaScript", load: async () => (await import("@tidu/backend-tfjs")).tfjsBackend({ backend: "cpu" }) },
  { name: "interpreter", about: "built in, slow", load: async () => interpreterBackend() },
];

/** The names that {@link BackendName} allows, best first. */
export const backendNames: readonly BackendName[] = engines.map(({ name }) => name);
