import { broken, type ProtobufReader } from "../protobuf/reader.ts";
import { dataTypeOfCode, type DataType } from "./data-type.ts";
import type { ExternalData, TensorProto } from "./proto.ts";

/** Reads a TensorProto in any of its forms: raw bytes, the older typed fields, or a place in another file. */
export const readTensor = (reader: ProtobufReader): TensorProto => {
  const shape: number[] = [];
  const numbers: (number | bigint)[] = [];
  const strings: string[] = [];
  const external: Record<string, string> = {};
  let name = "";
  let code = 0;
  let rawData: Uint8Array | undefined;
  let isExternal = false;
  for (let field = reader.next(); field > 0; field = reader.next()) {
    if (field === 1) shape.push(...reader.integers().map(Number));
    else if (field === 2) code = reader.count();
    else if (field === 4) append(numbers, reader.floats());
    else if (field === 5 || field === 7 || field === 11) append(numbers, reader.integers());
    else if (field === 6) strings.push(reader.string());
    else if (field === 8) name = reader.string();
    else if (field === 9) rawData = reader.bytes();
    else if (field === 10) append(numbers, reader.doubles());
    else if (field === 13) Object.assign(external, readExternalEntry(reader.message()));
    else if (field === 14) isExternal = reader.count() === 1;
    else reader.skip();
  }
  const type = dataTypeOfCode(code);
  if (!type) throw broken(`tensor "${name}" has data type ${code}, which is unknown here`);
  const tensor = { name, type, shape };
  if (isExternal) return { ...tensor, rawData: new Uint8Array(0), external: externalOf(name, external) };
  if (type === "string") return { ...tensor, rawData: new Uint8Array(0), strings };
  return { ...tensor, rawData: rawData ?? packed(type, numbers) };
};

const readExternalEntry = (reader: ProtobufReader): Record<string, string> => {
  const texts = ["", ""];
  for (let field = reader.next(); field > 0; field = reader.next()) {
    if (field === 1 || field === 2) texts[field - 1] = reader.string();
    else reader.skip();
  }
  const [key = "", value = ""] = texts;
  return { [key]: value };
};

const externalOf = (name: string, { location, offset = "0", length }: Record<string, string>): ExternalData => {
  if (location === undefined) throw broken(`tensor "${name}" lies in another file that is not named`);
  return { location, offset: Number(offset), length: length === undefined ? Number.NaN : Number(length) };
};

/** The typed fields (float_data, int32_data and so on) as raw bytes; int32_data also holds the smaller types, floats of 16 bits as their bits. */
const packed = (type: DataType, numbers: readonly (number | bigint)[]): Uint8Array => {
  const { size, set } = elements[type];
  const view = new DataView(new ArrayBuffer(size * numbers.length));
  numbers.forEach((value, index) => set(view, size * index, value));
  return new Uint8Array(view.buffer);
};

interface ElementWriter {
  readonly size: number;
  readonly set: (view: DataView, at: number, value: number | bigint) => void;
}

const byte: ElementWriter = { size: 1, set: (view, at, value) => view.setUint8(at, Number(value)) };
const short: ElementWriter = { size: 2, set: (view, at, value) => view.setUint16(at, Number(value), true) };
const word: ElementWriter = { size: 4, set: (view, at, value) => view.setUint32(at, Number(value), true) };
const long: ElementWriter = { size: 8, set: (view, at, value) => view.setBigUint64(at, BigInt(value), true) };
const float: ElementWriter = { size: 4, set: (view, at, value) => view.setFloat32(at, Number(value), true) };
const double: ElementWriter = { size: 8, set: (view, at, value) => view.setFloat64(at, Number(value), true) };

const elements: { readonly [T in DataType]: ElementWriter } = {
  float32: float,
  uint8: byte,
  int8: byte,
  uint16: short,
  int16: short,
  int32: word,
  int64: long,
  string: byte,
  bool: byte,
  float16: short,
  float64: double,
  uint32: word,
  uint64: long,
  complex64: float,
  complex128: double,
  bfloat16: short,
};

const append = (all: (number | bigint)[], more: readonly (number | bigint)[]): void => {
  for (const value of more) all.push(value);
};
