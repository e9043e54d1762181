import { printSpec, sizeOfShape } from "@tidu/core-tensor";
import type { DeviceTensor, TensorSpec, TypedArray } from "@tidu/core-tensor";
import type { GpuMemory } from "./gpu/gpu-memory.ts";
import { arrayOf } from "./ort-data.ts";
import type { OrtModule, OrtTensor } from "./ort.ts";

/** Numbers that onnxruntime can read in place. */
export class OrtDeviceTensor implements DeviceTensor {
  readonly spec: TensorSpec;
  readonly #gpu: GpuMemory | undefined;
  #tensor: OrtTensor;
  #disposed = false;
  /** Runs and downloads that read the numbers at this moment; the last of them frees what was disposed meanwhile. */
  #readers = 0;
  #runs = 0;
  #moving: Promise<void> | undefined;

  /** @param gpu where the numbers are, or go when they are fed a second time; without it they stay on the host */
  constructor(spec: TensorSpec, tensor: OrtTensor, gpu?: GpuMemory) {
    this.spec = spec;
    this.#tensor = tensor;
    this.#gpu = gpu;
  }

  /**
   * The tensor for a reader, who gives it back when done.
   *
   * @throws when it was disposed
   */
  lend(): OrtTensor {
    if (this.#disposed)
      throw new Error(`onnxruntime: a tensor ${printSpec(this.spec)} was disposed, or donated to a run, and cannot be used again.`);
    this.#readers++;
    return this.#tensor;
  }

  giveBack(): void {
    this.#readers--;
    this.#freeIfUnused();
  }

  /** Before a run: brings numbers to the host that it needs there, and to the GPU those that come from the host again and again, such as a data set. */
  async settle(place: "gpu" | "host"): Promise<void> {
    const gpu = this.#gpu;
    if (gpu === undefined || this.#disposed) return;
    if (place === "host") {
      if (this.#isOnGpu()) await this.#move((tensor) => gpu.toHost(tensor));
    } else if (this.#runs++ > 0 && gpu.wants(this.#tensor)) await this.#move((tensor) => gpu.upload(tensor));
  }

  async data(): Promise<TypedArray> {
    const tensor = this.lend();
    try {
      return arrayOf(this.#gpu !== undefined && this.#isOnGpu() ? await this.#gpu.toHost(tensor) : tensor);
    } finally {
      this.giveBack();
    }
  }

  dispose(): void {
    this.#disposed = true;
    this.#freeIfUnused();
  }

  #isOnGpu(): boolean {
    return this.#tensor.location === "gpu-buffer";
  }

  /** Runs that start at the same time move it once. */
  async #move(copy: (tensor: OrtTensor) => Promise<OrtTensor>): Promise<void> {
    this.#moving ??= (async () => {
      try {
        const from = this.lend();
        this.#tensor = await copy(from);
        if (this.#readers === 1) from.dispose();
      } finally {
        this.giveBack();
        this.#moving = undefined;
      }
    })();
    await this.#moving;
  }

  #freeIfUnused(): void {
    if (this.#disposed && this.#readers === 0) this.#tensor.dispose();
  }
}

/**
 * Wraps an array without copying it.
 *
 * @throws when the array does not hold as many numbers as the shape says
 */
export const uploaded = (ort: OrtModule, data: TypedArray, spec: TensorSpec, gpu?: GpuMemory): OrtDeviceTensor => {
  const shape = spec.shape.filter((dim) => typeof dim === "number");
  if (shape.length !== spec.shape.length || sizeOfShape(shape) !== data.length) {
    throw new Error(`onnxruntime: expected the numbers of ${printSpec(spec)}, received ${data.length} of them.`);
  }
  const own = data.buffer instanceof ArrayBuffer ? data : data.slice(); // shared memory is refused
  return new OrtDeviceTensor(spec, new ort.Tensor(spec.dtype, own, shape), gpu);
};

/** A tensor that onnxruntime made. */
export const produced = (tensor: OrtTensor, dtype: TensorSpec["dtype"], gpu?: GpuMemory): OrtDeviceTensor =>
  new OrtDeviceTensor({ dtype, shape: tensor.dims }, tensor, gpu);
