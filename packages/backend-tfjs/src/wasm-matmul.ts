import type { BackendWasm } from "@tensorflow/tfjs-backend-wasm";
import type { KernelFunc, TensorInfo } from "@tensorflow/tfjs-core";

/** Multiplications from which one matrix after another, each by XNNPACK, beats the plain loop that the kernel takes for stacks. */
const worthACall = 8_192;

/**
 * The wasm backend's matrix product, for matrices that are not transposed, put right in two ways.
 *
 * XNNPACK's packed copy of the right matrix is cached by tensor id alone: the same numbers used as another shape get the
 * wrong copy, and memory beyond it is overwritten. Such a use gets a tensor of its own here. And stacks of matrices do not
 * reach XNNPACK at all: here they go one by one, ten times as fast.
 */
export function wasmMatMul(kernel: KernelFunc): KernelFunc {
  const packedAs = new WeakMap<object, string>();
  const product = (a: TensorInfo, b: TensorInfo, backend: BackendWasm): TensorInfo => {
    const shape = b.shape.join();
    const before = packedAs.get(b.dataId);
    if (before === undefined) packedAs.set(b.dataId, shape);
    const right = before === undefined || before === shape ? b : piece(b, 0, b.shape, backend);
    const result = kernel({ inputs: { a, b: right }, attrs: { transposeA: false, transposeB: false }, backend }) as TensorInfo;
    if (right !== b) backend.disposeData(right.dataId);
    return result;
  };

  return ({ inputs: { a, b }, attrs, backend: given }) => {
    const backend = given as BackendWasm;
    if (a === undefined || b === undefined) throw new Error("BatchMatMul takes two matrices.");
    const [batchA = 1, m = 1, k = 1] = a.shape;
    const [batchB = 1, , n = 1] = b.shape;
    const batch = Math.max(batchA, batchB);
    if (batch === 1) return product(a, b, backend);
    if (m * k * n < worthACall) return kernel({ inputs: { a, b }, attrs: attrs ?? {}, backend });
    const out = backend.makeOutput([batch, m, n], "float32");
    for (let i = 0; i < batch; i++) {
      const left = piece(a, batchA === 1 ? 0 : i, [1, m, k], backend);
      const right = piece(b, batchB === 1 ? 0 : i, [1, k, n], backend);
      const result = product(left, right, backend);
      backend.typedArrayFromHeap(out).set(backend.typedArrayFromHeap(result), i * m * n);
      for (const { dataId } of [left, right, result]) backend.disposeData(dataId);
    }
    return out;
  };
}

/** A copy of one matrix of a stack. */
function piece(x: TensorInfo, row: number, shape: number[], backend: BackendWasm): TensorInfo {
  const size = shape.reduce((product, count) => product * count, 1);
  const copy = backend.makeOutput(shape, x.dtype);
  backend.typedArrayFromHeap(copy).set(backend.typedArrayFromHeap(x).subarray(row * size, (row + 1) * size));
  return copy;
}
