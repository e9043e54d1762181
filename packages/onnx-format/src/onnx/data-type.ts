/** Element types of ONNX tensors and their numbers in `TensorProto.DataType`. */
const codes = {
  float32: 1,
  uint8: 2,
  int8: 3,
  uint16: 4,
  int16: 5,
  int32: 6,
  int64: 7,
  string: 8,
  bool: 9,
  float16: 10,
  float64: 11,
  uint32: 12,
  uint64: 13,
  complex64: 14,
  complex128: 15,
  bfloat16: 16,
} as const;

export type DataType = keyof typeof codes;

const names = new Map<number, DataType>(Object.entries(codes).map(([name, code]) => [code, name as DataType]));

export const dataTypeCode = (type: DataType): number => codes[type];

/** The type with this number; undefined for those that later versions of ONNX added (float8 and such). */
export const dataTypeOfCode = (code: number): DataType | undefined => names.get(code);
