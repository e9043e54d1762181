const dtypes = {
  F32: { bytes: 4, view: Float32Array },
  I32: { bytes: 4, view: Int32Array },
  U32: { bytes: 4, view: Uint32Array },
  BOOL: { bytes: 1, view: Uint8Array },
  U8: { bytes: 1, view: Uint8Array },
  I64: { bytes: 8, view: BigInt64Array },
  F16: { bytes: 2, view: Uint16Array },
} as const;

export type SafetensorsDtype = keyof typeof dtypes;

/** Numbers with a shape. BOOL is a byte each, F16 the bits of each number. */
export interface SafetensorsTensor {
  readonly dtype: SafetensorsDtype;
  readonly shape: readonly number[];
  readonly data: Float32Array | Int32Array | Uint32Array | Uint8Array | BigInt64Array | Uint16Array;
}

export interface SafetensorsFile {
  readonly tensors: Readonly<Record<string, SafetensorsTensor>>;
  readonly metadata?: Readonly<Record<string, string>>;
}

const lengthBytes = 8;
const longestHeader = 100_000_000; // the limit of the reference implementation
const metadataKey = "__metadata__";

/**
 * The bytes of a .safetensors file: an 8-byte little-endian header length, the header as JSON, the numbers.
 *
 * Tensors are ordered by element size, largest first, so that each starts at a multiple of its own size.
 * Source: https://huggingface.co/docs/safetensors.
 *
 * @throws when a tensor's data does not fit its dtype and shape.
 */
export const encodeSafetensors = ({ tensors, metadata }: SafetensorsFile): Uint8Array<ArrayBuffer> => {
  const ordered = Object.entries(tensors)
    .map(([name, tensor]) => ({ name, tensor, bytes: checkedBytes(name, tensor) }))
    .toSorted((a, b) => dtypes[b.tensor.dtype].bytes - dtypes[a.tensor.dtype].bytes);
  let end = 0;
  const entries = ordered.map(({ name, tensor: { dtype, shape }, bytes }) => {
    const start = end;
    end += bytes.length;
    return [name, { dtype, shape, data_offsets: [start, end] }] as const;
  });
  const header = new TextEncoder().encode(
    JSON.stringify(Object.fromEntries([...(metadata ? [[metadataKey, metadata] as const] : []), ...entries])),
  );
  const headerLength = Math.ceil(header.length / 8) * 8; // padded with spaces, so that the numbers start aligned
  const file = new Uint8Array(lengthBytes + headerLength + end).fill(0x20, lengthBytes, lengthBytes + headerLength);
  new DataView(file.buffer).setBigUint64(0, BigInt(headerLength), true);
  file.set(header, lengthBytes);
  let position = lengthBytes + headerLength;
  for (const { bytes } of ordered) {
    file.set(bytes, position);
    position += bytes.length;
  }
  return file;
};

/**
 * Reads a .safetensors file; the data are views of `bytes` where their alignment allows it.
 *
 * @throws "not a safetensors file: …" or "broken safetensors file: …" when the bytes are foreign, cut short or inconsistent.
 */
export const decodeSafetensors = (bytes: Uint8Array): Required<SafetensorsFile> => {
  const { header, start } = readHeader(bytes);
  const available = bytes.length - start;
  const { [metadataKey]: metadata = {}, ...entries } = header;
  const parsed = Object.entries(entries).map(([name, entry]) => parseEntry(name, entry, available));
  checkLayout(parsed, available);
  const tensors = parsed.map(
    ({ name, dtype, shape, begin, end }) =>
      [name, { dtype, shape, data: viewOf(bytes.subarray(start + begin, start + end), dtype) }] as const,
  );
  return { tensors: Object.fromEntries(tensors), metadata: parseMetadata(metadata) };
};

interface Entry {
  readonly name: string;
  readonly dtype: SafetensorsDtype;
  readonly shape: readonly number[];
  readonly begin: number;
  readonly end: number;
}

const checkedBytes = (name: string, { dtype, shape, data }: SafetensorsTensor): Uint8Array => {
  if (name === metadataKey) throw new Error(`encodeSafetensors: a tensor cannot be named "${metadataKey}".`);
  const { view } = dtypes[dtype];
  const size = elementCount(shape);
  if (data.length !== size || !(data instanceof view)) {
    throw new Error(
      `encodeSafetensors: tensor "${name}" is ${dtype}[${shape.join(", ")}] and needs a ${view.name} of ${size} elements, received a ${data.constructor.name} of ${data.length}.`,
    );
  }
  return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
};

const readHeader = (bytes: Uint8Array): { readonly header: Readonly<Record<string, unknown>>; readonly start: number } => {
  if (bytes.length < lengthBytes) throw foreign(`it has ${bytes.length} bytes`);
  const length = Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true));
  if (length > longestHeader) throw foreign(`its header would have ${length} bytes`);
  const start = lengthBytes + length;
  if (start > bytes.length) throw broken(`the header has ${length} bytes, but only ${bytes.length - lengthBytes} are there`);
  const header = parseJson(bytes.subarray(lengthBytes, start));
  if (!isRecord(header)) throw foreign("its header is no JSON object");
  return { header, start };
};

const parseJson = (bytes: Uint8Array): unknown => {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    throw foreign("its header is no JSON");
  }
};

const parseEntry = (name: string, entry: unknown, available: number): Entry => {
  if (!isRecord(entry)) throw broken(`the entry of tensor "${name}" is no object`);
  const { dtype, shape, data_offsets: offsets } = entry;
  if (!isDtype(dtype)) throw broken(`tensor "${name}" has dtype ${JSON.stringify(dtype)}; known here: ${Object.keys(dtypes).join(", ")}`);
  if (!isCounts(shape)) throw broken(`tensor "${name}" has the shape ${JSON.stringify(shape)}`);
  if (!isCounts(offsets) || offsets.length !== 2) throw broken(`tensor "${name}" has the offsets ${JSON.stringify(offsets)}`);
  const [begin = 0, end = 0] = offsets;
  if (begin > end || end > available) throw broken(`tensor "${name}" lies at bytes ${begin} to ${end} of ${available}`);
  const expected = elementCount(shape) * dtypes[dtype].bytes;
  if (end - begin !== expected)
    throw broken(`tensor "${name}" is ${dtype}[${shape.join(", ")}], ${expected} bytes, but has ${end - begin}`);
  return { name, dtype, shape, begin, end };
};

/** Tensors follow each other without gap or overlap and fill the file, as the format demands. */
const checkLayout = (entries: readonly Entry[], available: number): void => {
  let position = 0;
  for (const { name, begin, end } of entries.toSorted((a, b) => a.begin - b.begin || a.end - b.end)) {
    if (begin < position) throw broken(`tensor "${name}" overlaps another`);
    if (begin > position) throw broken(`bytes ${position} to ${begin} belong to no tensor`);
    position = end;
  }
  if (position !== available) throw broken(`${available - position} bytes at the end belong to no tensor`);
};

const parseMetadata = (metadata: unknown): Readonly<Record<string, string>> => {
  if (!isRecord(metadata)) throw broken(`${metadataKey} is no object`);
  return Object.fromEntries(
    Object.entries(metadata).map(([key, value]) => {
      if (typeof value !== "string") throw broken(`${metadataKey}.${key} is no string`);
      return [key, value];
    }),
  );
};

const viewOf = (bytes: Uint8Array, dtype: SafetensorsDtype): SafetensorsTensor["data"] => {
  const { bytes: size, view } = dtypes[dtype];
  const aligned = bytes.byteOffset % size === 0 ? bytes : bytes.slice();
  return new view(aligned.buffer as ArrayBuffer, aligned.byteOffset, aligned.byteLength / size);
};

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const isDtype = (value: unknown): value is SafetensorsDtype => typeof value === "string" && Object.hasOwn(dtypes, value);

const isCounts = (value: unknown): value is readonly number[] =>
  Array.isArray(value) && value.every((item) => Number.isSafeInteger(item) && item >= 0);

const elementCount = (shape: readonly number[]): number => shape.reduce((product, dimension) => product * dimension, 1);

const foreign = (what: string): Error => new Error(`not a safetensors file: ${what}.`);

const broken = (what: string): Error => new Error(`broken safetensors file: ${what}. Was it downloaded or copied completely?`);
