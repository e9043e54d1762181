import { emptyArray } from "@tidu/core-tensor";
import type { DType, TensorData } from "@tidu/core-tensor";
import { baseName, readBytes } from "../files/read-bytes.ts";
import { gunzip } from "./gunzip.ts";

/**
 * Reads an IDX file, the format of MNIST and its relatives, gzipped or not.
 *
 * The dtypes of the format become the nearest of ours: bytes stay uint8; signed bytes, shorts and integers become int32; floats and
 * doubles become float32.
 *
 * @param source a path (Node), a `file:` or `http(s):` address, or bytes
 * @returns the numbers in the shape that the file says
 * @throws when the source cannot be read, is no IDX file, or does not hold as many numbers as its header says
 * @example
 * ```ts
 * const images = await readIdx("train-images-idx3-ubyte.gz"); // uint8 [60000, 28, 28]
 * ```
 */
export async function readIdx(source: string | URL | Uint8Array): Promise<TensorData> {
  if (source instanceof Uint8Array) return parseIdx("readIdx", await gunzip("readIdx", source));
  const name = baseName(source);
  return parseIdx(name, await gunzip(name, await readBytes("readIdx", source)));
}

interface Element {
  readonly dtype: DType;
  readonly bytes: number;
  readonly read: (view: DataView, offset: number) => number;
}

/** The third byte of a file says the type of its elements; all are big-endian. */
const elements: Readonly<Record<number, Element>> = {
  0x08: { dtype: "uint8", bytes: 1, read: (view, offset) => view.getUint8(offset) },
  0x09: { dtype: "int32", bytes: 1, read: (view, offset) => view.getInt8(offset) },
  0x0b: { dtype: "int32", bytes: 2, read: (view, offset) => view.getInt16(offset) },
  0x0c: { dtype: "int32", bytes: 4, read: (view, offset) => view.getInt32(offset) },
  0x0d: { dtype: "float32", bytes: 4, read: (view, offset) => view.getFloat32(offset) },
  0x0e: { dtype: "float32", bytes: 8, read: (view, offset) => view.getFloat64(offset) },
};

/** The numbers of an IDX file; `source` names it in errors. */
export function parseIdx(source: string, bytes: Uint8Array): TensorData {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const element = elements[bytes[2] ?? -1];
  const rank = bytes[3] ?? 0;
  if (bytes[0] !== 0 || bytes[1] !== 0 || element === undefined || bytes.length < 4 + 4 * rank) {
    const start = Array.from(bytes.subarray(0, 4), (byte) => byte.toString(16).padStart(2, "0")).join(" ");
    throw new Error(`${source}: expected an IDX file (00 00, type 08 to 0e, rank), received bytes that start with ${start || "nothing"}.`);
  }
  const shape = Array.from({ length: rank }, (_, axis) => view.getUint32(4 + 4 * axis));
  const start = 4 + 4 * rank;
  const size = shape.reduce((product, dim) => product * dim, 1);
  if (bytes.length - start !== size * element.bytes)
    throw new Error(
      `${source}: the header says shape [${shape.join(", ")}], which takes ${size * element.bytes} bytes, but ${bytes.length - start} follow. The file is cut off or damaged: fetch it again.`,
    );
  if (element.dtype === "uint8") return { dtype: "uint8", shape, data: new Uint8Array(bytes.subarray(start)) };
  const data = emptyArray(element.dtype, size);
  for (let i = 0; i < size; i++) data[i] = element.read(view, start + i * element.bytes);
  return { dtype: element.dtype, shape, data };
}
