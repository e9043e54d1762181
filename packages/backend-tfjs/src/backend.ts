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
  /**
   * `"cpu"` (plain JavaScript), `"wasm"`, the name of another tfjs backend whose package was imported (`"webgl"`, `"webgpu"`),
   * or a tfjs backend with its name. Default: `"wasm"`.
   */
  readonly backend?: "cpu" | "wasm" | (string & {}) | NamedBackend;
  /** Where the .wasm files are: a folder (a path or URL that ends in `/`), or one place for each file. Default: the installed package. */
  readonly wasmPaths?: string | WasmFiles;
  /** Threads of the wasm backend, in browsers that allow them. Default: as many as tfjs picks. */
  readonly threads?: number;
}

/**
 * Runs graphs on the kernels of TensorFlow.js. The tfjs packages are loaded here, on demand.
 *
 * @throws when a tfjs package is not installed (with the command that installs it), or tfjs has no such backend
 *
 * @example
 * const backend = await tfjsBackend({ backend: "wasm" });
 */
export async function tfjsBackend({ backend = "wasm", ...options }: TfjsBackendOptions = {}): Promise<Backend> {
  return new TfjsBackend(await loadEngine({ backend, ...options }));
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
