import { isList, unpickle } from "./pickle.ts";
import { parseZip } from "./zip.ts";

/** An array of a `.npz` file: numbers, or the lists of an array of objects. */
export type NpyArray = { readonly shape: readonly number[] } & (
  | { readonly numbers: readonly number[] }
  | { readonly lists: readonly (readonly number[])[] }
);

/** The arrays of an `.npz` file by name (NumPy's `savez`). */
export async function parseNpz(source: string, bytes: Uint8Array): Promise<ReadonlyMap<string, NpyArray>> {
  const members = await parseZip(source, bytes);
  return new Map(
    [...members]
      .filter(([name]) => name.endsWith(".npy"))
      .map(([name, content]) => [name.slice(0, -".npy".length), parseNpy(`${source}: ${name}`, content)]),
  );
}

/**
 * An array of whole numbers, or of lists of them, as NumPy's `save` writes it (NEP 1).
 *
 * @param source names the array in errors
 * @throws when the bytes are no such array, cut off, or hold anything but whole numbers
 */
export function parseNpy(source: string, bytes: Uint8Array): NpyArray {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const magic = [0x93, ...new TextEncoder().encode("NUMPY")];
  if (bytes.length < 12 || magic.some((byte, i) => bytes[i] !== byte)) throw new Error(`${source}: expected a NumPy array.`);
  const [start, length] = bytes[6] === 1 ? [10, view.getUint16(8, true)] : [12, view.getUint32(8, true)];
  const header = new TextDecoder().decode(bytes.subarray(start, start + length));
  const [, descr = ""] = /'descr':\s*'([^']*)'/.exec(header) ?? [];
  const [, dims] = /'shape':\s*\(([\d, ]*)\)/.exec(header) ?? [];
  if (dims === undefined || !header.includes("'fortran_order': False"))
    throw new Error(`${source}: cannot read the header ${header.trim()}.`);
  const shape = dims.split(",").flatMap((dim) => (dim.trim() === "" ? [] : [Number(dim)]));
  const body = bytes.subarray(start + length);
  if (descr === "|O") return { shape, lists: readLists(source, body) };
  const reader = integers[descr];
  if (reader === undefined) throw new Error(`${source}: expected whole numbers or objects, received numbers of type ${descr}.`);
  const count = shape.reduce((product, dim) => product * dim, 1);
  if (body.length !== count * reader.size)
    throw new Error(`${source}: expected ${count * reader.size} bytes of numbers, received ${body.length}: the file is cut off.`);
  const data = new DataView(body.buffer, body.byteOffset, body.byteLength);
  return { shape, numbers: Array.from({ length: count }, (_, i) => reader.read(data, i * reader.size)) };
}

interface IntegerReader {
  readonly size: number;
  readonly read: (view: DataView, at: number) => number;
}

/** By NumPy's type strings. */
const integers: Readonly<Record<string, IntegerReader | undefined>> = {
  "|u1": { size: 1, read: (view, at) => view.getUint8(at) },
  "<i4": { size: 4, read: (view, at) => view.getInt32(at, true) },
  "<i8": { size: 8, read: (view, at) => Number(view.getBigInt64(at, true)) },
};

function readLists(source: string, body: Uint8Array): readonly (readonly number[])[] {
  const value = unpickle(source, body);
  const rows = typeof value === "object" && value !== null && "items" in value ? value.items : undefined;
  return (rows ?? [value]).map((row, position) => {
    const numbers = isList(row) ? row.items.filter((item) => typeof item === "number") : undefined;
    if (numbers === undefined || !isList(row) || numbers.length !== row.items.length)
      throw new Error(`${source}: expected lists of numbers, received something else at position ${position}.`);
    return numbers;
  });
}
