import type * as wasm from "@tensorflow/tfjs-backend-wasm";
import type { KernelBackend } from "@tensorflow/tfjs-core";
import { Engine } from "./engine.ts";
import type { TfjsCore } from "./engine.ts";
import { adapterAdvice, openWebgpu } from "./webgpu.ts";
import type { WebgpuPackages } from "./webgpu.ts";

export interface EngineOptions {
  readonly backend: string | NamedBackend;
  readonly wasmPaths?: string | WasmFiles;
  readonly threads?: number;
}

/** A tfjs backend made by the caller, and the name under which its kernels are registered. */
export interface NamedBackend {
  readonly name: string;
  readonly backend: KernelBackend;
}

/** Where each binary of the wasm backend is. */
export type WasmFiles = Readonly<
  Record<"tfjs-backend-wasm.wasm" | "tfjs-backend-wasm-simd.wasm" | "tfjs-backend-wasm-threaded-simd.wasm", string>
>;

/** The optional peer dependencies; each is loaded when it is called. */
export interface TfjsPackages extends WebgpuPackages {
  readonly core: () => Promise<TfjsCore>;
  readonly cpu: () => Promise<unknown>;
  readonly wasm: () => Promise<Pick<typeof wasm, "setWasmPaths" | "setThreadsCount">>;
}

const installed: TfjsPackages = {
  core: () => import("@tensorflow/tfjs-core"),
  cpu: () => import("@tensorflow/tfjs-backend-cpu"),
  wasm: () => import("@tensorflow/tfjs-backend-wasm"),
  webgpu: () => import("@tensorflow/tfjs-backend-webgpu"),
  dawn: () => import(/* @vite-ignore */ /* webpackIgnore: true */ "webgpu"), // for Node alone
};

/** Loads tfjs and makes one of its backends ready. The backend that tfjs itself had chosen stays chosen. */
export async function loadEngine({ backend, wasmPaths, threads }: EngineOptions, packages = installed): Promise<Engine> {
  const name = typeof backend === "string" ? backend : backend.name;
  const load = <Module>(module: string, load: () => Promise<Module>): Promise<Module> =>
    load().catch((cause: unknown) => refuse(module, name, cause));
  const core = await load("@tensorflow/tfjs-core", packages.core);
  if (name === "cpu") await load("@tensorflow/tfjs-backend-cpu", packages.cpu);
  if (name === "wasm") {
    const wasm = await load("@tensorflow/tfjs-backend-wasm", packages.wasm);
    if (wasmPaths !== undefined) wasm.setWasmPaths(typeof wasmPaths === "string" ? wasmPaths : { ...wasmPaths });
    if (threads !== undefined) wasm.setThreadsCount(threads);
  }
  const isKnown = (): boolean => typeof core.findBackendFactory(name) === "function"; // null where there is none
  if (name === "webgpu" && typeof backend === "string") {
    const tfjs = await load("@tensorflow/tfjs-backend-webgpu", packages.webgpu); // registers itself where the browser has WebGPU
    if (!isKnown()) {
      const made = await openWebgpu(tfjs, await load("webgpu", packages.dawn));
      if (!isKnown()) core.registerBackend(name, () => made);
    }
  }
  const known = isKnown();
  if (!known && typeof backend === "string") {
    throw new Error(
      `tfjsBackend: tfjs has no backend "${name}". Import the package that registers it first, as in import "@tensorflow/tfjs-backend-webgl", or pass { name, backend }.`,
    );
  }
  if (!known && typeof backend !== "string") core.registerBackend(name, () => backend.backend);
  return new Engine(core, name, await inTurn(core, () => start(core, name)));
}

/** tfjs has one current backend for all of a process: a start that another one interrupts fails. */
const lastStart = new WeakMap<TfjsCore, Promise<unknown>>();

function inTurn<Result>(core: TfjsCore, begin: () => Promise<Result>): Promise<Result> {
  const turn = (lastStart.get(core) ?? Promise.resolve()).then(begin, begin);
  lastStart.set(core, turn);
  return turn;
}

/** Initialises a backend: tfjs prepares the kernels of the one that it makes its own. */
async function start(core: TfjsCore, name: string): Promise<KernelBackend> {
  const before: string | undefined = core.engine().backendName;
  const production = core.env().getBool("PROD");
  core.env().set("PROD", true); // otherwise the cpu backend greets Node users with an advertisement
  try {
    if (!(await core.setBackend(name)))
      throw new Error(
        `tfjsBackend: the tfjs backend "${name}" could not be started on this machine.${name === "webgpu" ? ` ${adapterAdvice}` : ""}`,
      );
    const backend = core.backend();
    backend.disposeData(backend.write(Float32Array.of(0), [1], "float32"));
    return backend;
  } finally {
    core.env().set("PROD", production);
    if (before !== undefined && before !== name) await core.setBackend(before);
  }
}

function refuse(module: string, name: string, cause: unknown): never {
  const message = cause instanceof Error ? cause.message : String(cause);
  const missing = cause instanceof Error && "code" in cause && cause.code === "ERR_MODULE_NOT_FOUND" && message.includes(module);
  if (!missing) throw new Error(`tfjsBackend: ${module} is installed but does not load here: ${message}`, { cause });
  const packages = ["@tensorflow/tfjs-core@4.22", `@tensorflow/tfjs-backend-${name}@4.22`, ...(module === "webgpu" ? ["webgpu"] : [])];
  throw new Error(`tfjsBackend: the package ${module} is not installed. Install it with: npm install ${packages.join(" ")}`, { cause });
}
