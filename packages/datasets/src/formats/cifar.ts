import type { TensorData } from "@tidu/core-tensor";
import { baseName, readBytes } from "../files/read-bytes.ts";
import { gunzip } from "./gunzip.ts";

/** A file of CIFAR-10 or CIFAR-100 in the binary version. */
export interface CifarRecords {
  /** uint8 [images, 32, 32, 3] */
  readonly x: TensorData<"uint8">;
  /** int32 [images] each: one for CIFAR-10; the coarse and the fine label for CIFAR-100 */
  readonly labels: readonly TensorData<"int32">[];
}

const side = 32;
const pixels = side * side;

/**
 * Reads a `.bin` file of the binary version of CIFAR-10 or CIFAR-100, gzipped or not. The planes of red, green and blue that the file
 * holds become channels last.
 *
 * @param source a path (Node), a `file:` or `http(s):` address, or bytes
 * @param options `labelBytes`: 1 for CIFAR-10 (default), 2 for CIFAR-100
 * @returns x uint8 [images, 32, 32, 3], labels int32 [images]
 * @throws when the source cannot be read, or is no whole number of records of `labelBytes` + 3072 bytes
 * @example
 * ```ts
 * const { x, labels } = await readCifar("cifar-10-batches-bin/data_batch_1.bin"); // x: uint8 [10000, 32, 32, 3]
 * ```
 */
export async function readCifar(
  source: string | URL | Uint8Array,
  { labelBytes = 1 }: { readonly labelBytes?: 1 | 2 } = {},
): Promise<CifarRecords> {
  const name = source instanceof Uint8Array ? "readCifar" : baseName(source);
  const bytes = source instanceof Uint8Array ? source : await readBytes("readCifar", source);
  return parseCifar(name, [await gunzip(name, bytes)], labelBytes);
}

/** The records of several files in one; `source` names them in errors. */
export function parseCifar(source: string, files: readonly Uint8Array[], labelBytes: number): CifarRecords {
  const record = labelBytes + 3 * pixels;
  for (const { length } of files) {
    if (length > 0 && length % record === 0) continue;
    throw new Error(
      `${source}: expected records of ${record} bytes (${labelBytes} for labels, 3072 for pixels), received ${length} bytes, no whole number of them. The file is cut off, or of another kind.`,
    );
  }
  const images = files.reduce((count, { length }) => count + length / record, 0);
  const x = new Uint8Array(images * 3 * pixels);
  const labels = Array.from({ length: labelBytes }, () => new Int32Array(images));
  let image = 0;
  for (const bytes of files) {
    for (let start = 0; start < bytes.length; start += record, image++) {
      labels.forEach((of, i) => (of[image] = bytes[start + i] ?? 0));
      interleave(bytes, start + labelBytes, x, image * 3 * pixels);
    }
  }
  return {
    x: { dtype: "uint8", shape: [images, side, side, 3], data: x },
    labels: labels.map((data) => ({ dtype: "int32", shape: [images], data })),
  };
}

/** Planes [3, 32, 32] to pixels [32, 32, 3]. */
function interleave(planes: Uint8Array, from: number, out: Uint8Array, to: number): void {
  for (let pixel = 0; pixel < pixels; pixel++) {
    out[to + 3 * pixel] = planes[from + pixel] ?? 0;
    out[to + 3 * pixel + 1] = planes[from + pixels + pixel] ?? 0;
    out[to + 3 * pixel + 2] = planes[from + 2 * pixels + pixel] ?? 0;
  }
}
