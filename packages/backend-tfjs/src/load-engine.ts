import { Engine } from "./engine.ts";
import type { TfjsCore } from "./engine.ts";
import type { KernelBackend } from "@tensorflow/tfjs-core";

export interface EngineOptions {
  readonly backend: "cpu" | "wasm" | (string & {}) | NamedBackend;
  readonly wasmPaths?: string | WasmFiles;
  readonly threads?: number;
}

/** A tfjs backend made by the caller, and the name under which its kernels are registered. */
export interface NamedBackend {
  readonly name: string;
  readonly backend: KernelBackend;
}

/** Where each binary of the wasm backend is. */
export type WasmFiles = Readonly<Record<"tfjs-backend-wasm.wasm" | "tfjs-backend-wasm-simd.wasm" | "tfjs-backend-wasm-threaded-simd.wasm", string>>;

/** Loads tfjs and makes one of its backends ready. The backend that tfjs itself had chosen stays chosen. */
export async function loadEngine({ backend, wasmPaths, threads }: EngineOptions): Promise<Engine> {
  const name = typeof backend === "string" ? backend : backend.name;
  const core = await load("@tensorflow/tfjs-core", () => import("@tensorflow/tfjs-core"));
  if (name === "cpu") await load("@tensorflow/tfjs-backend-cpu", () => import("@tensorflow/tfjs-backend-cpu"));
  if (name === "wasm") {
    const wasm = await load("@tensorflow/tfjs-backend-wasm", () => import("@tensorflow/tfjs-backend-wasm"));
    if (wasmPaths !== undefined) wasm.setWasmPaths(typeof wasmPaths === "string" ? wasmPaths : { ...wasmPaths });
    if (threads !== undefined) wasm.setThreadsCount(threads);
  }
  if (typeof backend !== "string" && core.findBackendFactory(name) === undefined) core.registerBackend(name, () => backend.backend);
  if (core.findBackendFactory(name) === undefined) {
    throw new Error(
      `tfjsBackend: tfjs has no backend "${name}". Import the package that registers it first, as in import "@tensorflow/tfjs-backend-${name}", or pass { name, backend }.`,
    );
  }
  return new Engine(core, name, await start(core, name));
}

async function load<Module>(name: string, load: () => Promise<Module>): Promise<Module> {
  try {
    return await load();
  } catch (cause) {
    throw new Error(`tfjsBackend: ${name} cannot be loaded. Install it: npm install @tensorflow/tfjs-core@4.22 ${name === "@tensorflow/tfjs-core" ? "@tensorflow/tfjs-backend-cpu" : name}@4.22`, { cause });
  }
}

/** Initialises a backend: tfjs prepares the kernels of the one that it makes its own. */
async function start(core: TfjsCore, name: string): Promise<KernelBackend> {
  const before = core.engine().backendName;
  const quiet = core.env().getBool("PROD");
  core.env().set("PROD", true); // outside production the cpu backend greets Node users with an advertisement
  try {
    if (!(await core.setBackend(name))) throw new Error(`tfjsBackend: the tfjs backend "${name}" could not be started on this machine.`);
    const backend = core.backend();
    backend.disposeData(backend.write(Float32Array.of(0), [1], "float32"));
    return backend;
  } finally {
    core.env().set("PROD", quiet);
    if (before !== undefined && before !== name) await core.setBackend(before);
  }
}
