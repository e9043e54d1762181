import { emptyArray, isStatic, printSpec, sizeOfShape } from "@tidu/core-tensor";
import type { Backend, CompileOptions, DeviceTensor, Executable, Graph, TensorSpec, TypedArray } from "@tidu/core-tensor";
import { TfjsTensor } from "./device-tensor.ts";
import { onDevice } from "./engine.ts";
import type { Engine } from "./engine.ts";
import { TfjsExecutable } from "./executable.ts";
import { loadEngine } from "./load-engine.ts";
import type { NamedBackend, WasmFiles } from "./load-engine.ts";
import { pipeline } from "./pipeline.ts";

export interface TfjsBackendOptions {
  /** `"gpu"`: WebGPU, the browser's or, in Node, that of the package `webgpu`. Default: `"cpu"`. */
  readonly device?: "cpu" | "gpu";
  /**
   * `"cpu"` (plain JavaScript), `"wasm"`, `"webgpu"`, the name of another tfjs backend whose package was imported (`"webgl"`),
   * or a tfjs backend with its name. Default: `"wasm"`, on a GPU `"webgpu"`.
   */
  readonly backend?: "cpu" | "wasm" | "webgpu" | (string & {}) | NamedBackend;
  /** Where the .wasm files are: a folder (a path or URL that ends in `/`), or one place for each file. Default: the installed package. */
  readonly wasmPaths?: string | WasmFiles;
  /** Threads of the wasm backend, in browsers that allow them. Default: as many as tfjs picks. */
  readonly threads?: number;
}

/**
 * Runs graphs on the kernels of TensorFlow.js. The tfjs packages are loaded here, on demand.
 *
 * @throws when a package is not installed (with the command that installs it), when tfjs has no such backend, or when there is no
 * GPU that it can use (with what to install)
 *
 * @example
 * const backend = await tfjsBackend({ backend: "wasm" });
 */
export async function tfjsBackend({ device, backend, ...options }: TfjsBackendOptions = {}): Promise<Backend> {
  const chosen = backend ?? (device === "gpu" ? "webgpu" : "wasm");
  const computesOn = chosen === "cpu" || chosen === "wasm" ? "cpu" : "gpu";
  if (typeof chosen === "string" && device !== undefined && device !== computesOn)
    throw new Error(
      `tfjsBackend: the tfjs backend "${chosen}" computes on the ${computesOn}, not on the ${device}. Leave one of the two out.`,
    );
  return new TfjsBackend(await loadEngine({ backend: chosen, ...options }));
}

class TfjsBackend implements Backend {
  readonly name: string;
  readonly loops = "host";
  readonly #engine: Engine;

  constructor(engine: Engine) {
    this.#engine = engine;
    this.name = `tfjs ${engine.name}`;
  }

  async compile(graph: Graph, options?: CompileOptions): Promise<Executable> {
    return new TfjsExecutable(pipeline(graph, this.#engine.kind), this.#engine, options);
  }

  upload(data: TypedArray, spec: TensorSpec): DeviceTensor {
    const { shape, dtype } = spec;
    if (!isStatic(shape)) throw new Error(`${this.name}: cannot upload ${printSpec(spec)}: its sizes are not numbers.`);
    if (data.length !== sizeOfShape(shape))
      throw new Error(`${this.name}: ${printSpec(spec)} holds ${sizeOfShape(shape)} values, received ${data.length}.`);
    if (data.constructor !== emptyArray(dtype, 0).constructor)
      throw new TypeError(`${this.name}: ${printSpec(spec)} cannot hold a ${data.constructor.name}.`);
    return new TfjsTensor(this.#engine, { shape, dtype }, onDevice(dtype) ? this.#engine.upload(data, shape, dtype) : data);
  }

  /** Frees what this backend holds; the tfjs backend itself stays, others may use it. */
  async dispose(): Promise<void> {
    this.#engine.closed = true;
    this.#engine.references.closeAll();
  }
}
