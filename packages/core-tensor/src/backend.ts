import type { TypedArray } from "./dtype.ts";
import type { Graph } from "./graph.ts";
import type { TensorSpec } from "./spec.ts";

/** An engine that runs graphs. */
export interface Backend {
  /** For people: "onnxruntime-node cpu", "tfjs webgl". */
  readonly name: string;
  /** Whether a scan runs without coming back to JavaScript. */
  readonly loops: "native" | "host";
  compile(graph: Graph, options?: CompileOptions): Promise<Executable>;
  /** Puts numbers on the backend; `spec.shape` is static. The array may be kept without a copy: do not change it afterwards. */
  upload(data: TypedArray, spec: TensorSpec): DeviceTensor;
  /** Frees everything that the backend holds. */
  dispose(): Promise<void>;
}

/** What a backend may know when it compiles a graph. */
export interface CompileOptions {
  /** For error messages and profiles. */
  readonly name?: string;
  /** Values of inputs that never change for this executable (weights of a prediction), by input position: the backend may bake them in, and the caller may dispose of them once compiled. They are not fed to `run`. */
  readonly constants?: ReadonlyMap<number, DeviceTensor>;
}

/** A compiled graph. */
export interface Executable {
  /**
   * Runs the graph once.
   *
   * @param inputs one per graph input (without the constants), in order
   * @param options.donate positions of inputs whose buffers the run may take over or release; the caller does not use them again
   */
  run(inputs: readonly DeviceTensor[], options?: RunOptions): Promise<readonly DeviceTensor[]>;
  dispose(): void;
}

/** How a run treats its inputs. */
export interface RunOptions {
  readonly donate?: readonly number[];
}

/** Numbers that live on a backend. */
export interface DeviceTensor {
  readonly spec: TensorSpec;
  data(): Promise<TypedArray>;
  dispose(): void;
}
