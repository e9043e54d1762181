const encoder = new TextEncoder();
const varintType = 0;
const lengthDelimitedType = 2;
const fixed32Type = 5;
const keptByReference = 1024; // longer byte arrays are not copied until `finish`

/**
 * Writes protobuf wire format. Small fields go into one growing buffer; long byte arrays (weights) are kept by reference and copied once, by `finish`.
 *
 * Source: https://protobuf.dev/programming-guides/encoding.
 */
export class ProtobufWriter {
  #buffer = new Uint8Array(1024);
  #view = new DataView(this.#buffer.buffer);
  #used = 0;
  readonly #blobs: Blob[] = [];
  #blobLength = 0;

  /** An integer field; negative numbers take ten bytes, as int64 does. */
  integer(field: number, value: number | bigint): void {
    this.#tag(field, varintType);
    this.#varint(value);
  }

  /** A float field (32 bits). */
  float(field: number, value: number): void {
    this.#tag(field, fixed32Type);
    this.#reserve(4);
    this.#view.setFloat32(this.#used, value, true);
    this.#used += 4;
  }

  string(field: number, value: string): void {
    this.bytes(field, encoder.encode(value));
  }

  bytes(field: number, value: Uint8Array): void {
    this.#tag(field, lengthDelimitedType);
    this.#varint(value.length);
    if (value.length > keptByReference) {
      this.#blobs.push({ at: this.#used, bytes: value });
      this.#blobLength += value.length;
    } else {
      this.#reserve(value.length);
      this.#buffer.set(value, this.#used);
      this.#used += value.length;
    }
  }

  /** Packed repeated integers; nothing at all when there are none. */
  integers(field: number, values: readonly (number | bigint)[]): void {
    if (values.length > 0) this.message(field, () => values.forEach((value) => this.#varint(value)));
  }

  /** Packed repeated floats; nothing at all when there are none. */
  floats(field: number, values: readonly number[]): void {
    if (values.length === 0) return;
    const packed = new DataView(new ArrayBuffer(4 * values.length));
    values.forEach((value, index) => packed.setFloat32(4 * index, value, true));
    this.bytes(field, new Uint8Array(packed.buffer));
  }

  /** A nested message: the fields that `write` writes. Its length is known only afterwards, so the fields move up by the bytes that it takes. */
  message(field: number, write: (writer: ProtobufWriter) => void): void {
    this.#tag(field, lengthDelimitedType);
    const start = this.#used;
    const firstBlob = this.#blobs.length;
    const lengthBefore = this.#used + this.#blobLength;
    write(this);
    const length = this.#used + this.#blobLength - lengthBefore;
    const shift = varintLength(length);
    this.#reserve(shift);
    this.#buffer.copyWithin(start + shift, start, this.#used);
    for (const blob of this.#blobs.slice(firstBlob)) blob.at += shift;
    const end = this.#used + shift;
    this.#used = start;
    this.#varint(length);
    this.#used = end;
  }

  /** Everything written so far, as one array of its own. */
  finish(): Uint8Array<ArrayBuffer> {
    const result = new Uint8Array(this.#used + this.#blobLength);
    let read = 0;
    let written = 0;
    for (const { at, bytes } of [...this.#blobs, { at: this.#used, bytes: new Uint8Array(0) }]) {
      result.set(this.#buffer.subarray(read, at), written);
      written += at - read;
      read = at;
      result.set(bytes, written);
      written += bytes.length;
    }
    return result;
  }

  #tag(field: number, wireType: number): void {
    this.#varint(field * 8 + wireType);
  }

  #varint(value: number | bigint): void {
    if (typeof value === "bigint" || value < 0) return this.#longVarint(BigInt.asUintN(64, BigInt(value)));
    this.#reserve(10);
    let rest = value;
    while (rest > 127) {
      this.#buffer[this.#used++] = (rest % 128) + 128;
      rest = Math.floor(rest / 128);
    }
    this.#buffer[this.#used++] = rest;
  }

  #longVarint(value: bigint): void {
    this.#reserve(10);
    let rest = value;
    while (rest > 127n) {
      this.#buffer[this.#used++] = Number(rest & 127n) + 128;
      rest >>= 7n;
    }
    this.#buffer[this.#used++] = Number(rest);
  }

  #reserve(length: number): void {
    if (this.#used + length <= this.#buffer.length) return;
    const larger = new Uint8Array(2 * (this.#used + length));
    larger.set(this.#buffer.subarray(0, this.#used));
    this.#buffer = larger;
    this.#view = new DataView(larger.buffer);
  }
}

interface Blob {
  at: number; // the place in the buffer before which the bytes belong
  readonly bytes: Uint8Array;
}

const varintLength = (value: number): number => {
  let length = 1;
  for (let rest = value; rest > 127; rest = Math.floor(rest / 128)) length += 1;
  return length;
};
