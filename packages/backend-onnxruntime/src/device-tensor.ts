import { printSpec, sizeOfShape } from "@tidu/core-tensor";
import type { DeviceTensor, TensorSpec, TypedArray } from "@tidu/core-tensor";
import type { OrtModule, OrtTensor } from "./ort.ts";

/** Numbers that onnxruntime can read in place. */
export class OrtDeviceTensor implements DeviceTensor {
  readonly spec: TensorSpec;
  #tensor: OrtTensor | undefined;

  constructor(spec: TensorSpec, tensor: OrtTensor) {
    this.spec = spec;
    this.#tensor = tensor;
  }

  /** @throws when it was disposed */
  get tensor(): OrtTensor {
    if (this.#tensor === undefined)
      throw new Error(`onnxruntime: a tensor ${printSpec(this.spec)} was disposed, or donated to a run, and cannot be used again.`);
    return this.#tensor;
  }

  async data(): Promise<TypedArray> {
    return arrayOf(this.tensor);
  }

  dispose(): void {
    this.#tensor = undefined;
  }
}

/**
 * Wraps an array without copying it.
 *
 * @throws when the array does not hold as many numbers as the shape says
 */
export const uploaded = (ort: OrtModule, data: TypedArray, spec: TensorSpec): OrtDeviceTensor => {
  const shape = spec.shape.filter((dim) => typeof dim === "number");
  if (shape.length !== spec.shape.length || sizeOfShape(shape) !== data.length) {
    throw new Error(`onnxruntime: expected the numbers of ${printSpec(spec)}, received ${data.length} of them.`);
  }
  const own = data.buffer instanceof ArrayBuffer ? data : data.slice(); // shared memory is refused
  return new OrtDeviceTensor(spec, new ort.Tensor(spec.dtype, own, shape));
};

/** A tensor that onnxruntime made. */
export const produced = (tensor: OrtTensor, dtype: TensorSpec["dtype"]): OrtDeviceTensor =>
  new OrtDeviceTensor({ dtype, shape: tensor.dims }, tensor);

/** The elements; newer versions of JavaScript hold float16 in an array of its own, here they are its bits. */
const arrayOf = ({ type, data }: OrtTensor): TypedArray => {
  if (type === "float16" && ArrayBuffer.isView(data))
    return new Uint16Array(data.buffer as ArrayBuffer, data.byteOffset, data.byteLength / 2);
  return data as TypedArray;
};
