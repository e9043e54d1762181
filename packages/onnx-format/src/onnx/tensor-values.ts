import type { DataType } from "./data-type.ts";
import type { TensorProto } from "./proto.ts";

/** The first `count` elements of a tensor whose bytes are present, as plain values; undefined for types that JavaScript has no numbers for. */
export const tensorValues = (tensor: TensorProto, count: number): readonly (number | bigint | boolean | string)[] | undefined => {
  if (tensor.type === "string") return tensor.strings?.slice(0, count);
  const reader = readers[tensor.type];
  if (!reader || tensor.external) return undefined;
  const { rawData } = tensor;
  const view = new DataView(rawData.buffer, rawData.byteOffset, rawData.byteLength);
  return Array.from({ length: Math.min(count, rawData.length / reader.size) }, (_, index) => reader.get(view, index * reader.size));
};

interface ElementReader {
  readonly size: number;
  readonly get: (view: DataView, at: number) => number | bigint | boolean;
}

const readers: { readonly [T in DataType]?: ElementReader } = {
  float32: { size: 4, get: (view, at) => view.getFloat32(at, true) },
  float64: { size: 8, get: (view, at) => view.getFloat64(at, true) },
  int8: { size: 1, get: (view, at) => view.getInt8(at) },
  int16: { size: 2, get: (view, at) => view.getInt16(at, true) },
  int32: { size: 4, get: (view, at) => view.getInt32(at, true) },
  int64: { size: 8, get: (view, at) => view.getBigInt64(at, true) },
  uint8: { size: 1, get: (view, at) => view.getUint8(at) },
  uint16: { size: 2, get: (view, at) => view.getUint16(at, true) },
  uint32: { size: 4, get: (view, at) => view.getUint32(at, true) },
  uint64: { size: 8, get: (view, at) => view.getBigUint64(at, true) },
  bool: { size: 1, get: (view, at) => view.getUint8(at) !== 0 },
};
