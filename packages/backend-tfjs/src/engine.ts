import { emptyArray, viewArray } from "@tidu/core-tensor";
import type { ArrayOf, DType, TypedArray } from "@tidu/core-tensor";
import type { BackendWasm } from "@tensorflow/tfjs-backend-wasm";
import type * as tfjs from "@tensorflow/tfjs-core";
import type { KernelBackend, KernelFunc, NamedAttrMap, NamedTensorInfoMap, TensorInfo } from "@tensorflow/tfjs-core";
import { faultsOf } from "./gpu-faults.ts";
import type { GpuFaults } from "./gpu-faults.ts";
import { References } from "./references.ts";
import type { DataId } from "./references.ts";
import { wasmMatMul } from "./wasm-matmul.ts";

/** The module `@tensorflow/tfjs-core`. */
export type TfjsCore = typeof tfjs;

/** The dtypes that tfjs computes with. Every other one lives on the host, as a typed array. */
export type DeviceDType = "float32" | "int32" | "bool";

export const onDevice = (dtype: DType): dtype is DeviceDType => dtype === "float32" || dtype === "int32" || dtype === "bool";

/**
 * Where a tfjs backend computes, as far as rules care: `cpu` and `wasm` compute in memory that JavaScript reads at once,
 * `gpu` (webgl, webgpu and any other) gives its numbers back as a promise.
 */
export type EngineKind = "cpu" | "wasm" | "gpu";

/** A tfjs backend reduced to what plans need: kernels, and numbers in and out. */
export class Engine {
  readonly name: string;
  readonly kind: EngineKind;
  readonly backend: KernelBackend;
  /** Set when everything was freed. */
  closed = false;
  readonly #core: TfjsCore;
  /** Numbers that outlive a run. */
  readonly references = new References((dataId) => this.release(dataId));

  readonly #faults: GpuFaults | undefined;
  #matMul: KernelFunc | undefined;

  constructor(core: TfjsCore, name: string, backend: KernelBackend) {
    this.#core = core;
    this.name = name;
    this.kind = name === "cpu" || name === "wasm" ? name : "gpu";
    this.backend = backend;
    this.#faults = faultsOf(backend);
  }

  /** The function of a kernel; `undefined` where this tfjs backend lacks it. */
  kernel(name: string): KernelFunc | undefined {
    const kernel = this.#core.getKernel(name, this.name)?.kernelFunc;
    if (this.kind !== "wasm" || name !== "BatchMatMul" || kernel === undefined) return kernel;
    return (this.#matMul ??= wasmMatMul(kernel));
  }

  /** Calls a kernel outside a plan. */
  run(name: string, inputs: NamedTensorInfoMap, attributes: NamedAttrMap): TensorInfo {
    const call = this.kernel(name);
    if (call === undefined) throw new Error(`tfjs ${this.name} has no kernel ${name}.`);
    const result = call({ inputs, attrs: attributes, backend: this.backend });
    const [first] = Array.isArray(result) ? result : [result];
    if (first === undefined) throw new Error(`tfjs ${this.name}: ${name} gave no result.`);
    return first;
  }

  /** Gives numbers to tfjs. The cpu backend keeps the array itself. */
  upload(values: TypedArray, shape: readonly number[], dtype: DeviceDType): DataId {
    const wasm = this.#wasm();
    if (wasm === undefined) return this.backend.write(values as ArrayOf[DeviceDType], [...shape], dtype);
    const { byteOffset, length } = values;
    const { dataId } = wasm.makeOutput([...shape], dtype);
    const target = wasm.typedArrayFromHeap({ dataId, shape: [...shape], dtype });
    // Values that were a view of the heap have lost it when this allocation made the heap grow; the new one holds them at the same place.
    const source = values.length === length ? values : viewArray(dtype, new Uint8Array(target.buffer, byteOffset, target.byteLength));
    target.set(source as ArrayOf[DeviceDType]);
    return dataId;
  }

  /** The numbers of tfjs, without a copy on cpu and wasm: use them before anything else runs, and do not change them. */
  read(dataId: DataId, shape: readonly number[], dtype: DeviceDType): TypedArray | Promise<TypedArray> {
    const wasm = this.#wasm();
    if (wasm !== undefined) return wasm.typedArrayFromHeap({ dataId, shape: [...shape], dtype });
    if (this.kind === "cpu") return asDType(this.backend.readSync(dataId), dtype);
    return this.backend.read(dataId).then((values) => {
      this.#faults?.check();
      return asDType(values, dtype);
    });
  }

  /** Counts one more reference. */
  keep(dataId: DataId): void {
    this.backend.incRef(dataId);
  }

  /** Counts one reference less; the last one frees the numbers. */
  release(dataId: DataId): void {
    this.backend.disposeData(dataId);
  }

  #wasm(): BackendWasm | undefined {
    return this.kind === "wasm" ? (this.backend as BackendWasm) : undefined;
  }
}

/** tfjs keeps the array of an int32 tensor when it casts it to float32, and reads booleans as it likes. */
function asDType(values: tfjs.backend_util.BackendValues, dtype: DeviceDType): TypedArray {
  const target = emptyArray(dtype, 0);
  if (values.constructor === target.constructor) return values as TypedArray;
  const converted = emptyArray(dtype, values.length);
  converted.set(values as ArrayLike<number>);
  return converted;
}
