const decoder = new TextDecoder("utf-8", { fatal: true });

/**
 * Reads protobuf wire format without copying: `bytes` gives a view of the file.
 *
 * ```ts
 * for (let field = reader.next(); field > 0; field = reader.next()) {
 *   if (field === 1) name = reader.string();
 *   else reader.skip();
 * }
 * ```
 */
export class ProtobufReader {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  #position = 0;
  #wireType = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** The number of the next field, or 0 at the end. */
  next(): number {
    if (this.#position === this.#bytes.length) return 0;
    const tag = Number(this.#varint());
    this.#wireType = tag % 8;
    const field = Math.floor(tag / 8);
    if (field === 0) throw broken(`field number 0 at byte ${this.#position - 1}`);
    return field;
  }

  /** An integer, signed as int64; a bigint only when a number cannot hold it exactly. */
  integer(): number | bigint {
    this.#expect(0, "an integer");
    const value = this.#varint();
    if (typeof value === "number") return value;
    const signed = BigInt.asIntN(64, value);
    return Number.isSafeInteger(Number(signed)) ? Number(signed) : signed;
  }

  /** An integer that must fit a number: a length, a version, an enumeration. */
  count(): number {
    const value = this.integer();
    if (typeof value === "bigint") throw broken(`the integer ${value} before byte ${this.#position} is too large`);
    return value;
  }

  float(): number {
    this.#expect(5, "a float");
    return this.#fixed(4).getFloat32(0, true);
  }

  double(): number {
    this.#expect(1, "a double");
    return this.#fixed(8).getFloat64(0, true);
  }

  bytes(): Uint8Array {
    this.#expect(2, "bytes");
    const length = Number(this.#varint());
    this.#need(length);
    this.#position += length;
    return this.#bytes.subarray(this.#position - length, this.#position);
  }

  string(): string {
    const bytes = this.bytes();
    try {
      return decoder.decode(bytes);
    } catch {
      throw broken(`the text before byte ${this.#position} is not UTF-8`);
    }
  }

  message(): ProtobufReader {
    return new ProtobufReader(this.bytes());
  }

  /** One entry of a repeated integer field, or a packed run of them. */
  integers(): readonly (number | bigint)[] {
    if (this.#wireType === 0) return [this.integer()];
    return this.#packed((packed) => {
      packed.#wireType = 0;
      return packed.integer();
    });
  }

  /** One entry of a repeated float field, or a packed run of them. */
  floats(): readonly number[] {
    if (this.#wireType === 5) return [this.float()];
    return this.#packed((packed) => {
      packed.#wireType = 5;
      return packed.float();
    });
  }

  /** One entry of a repeated double field, or a packed run of them. */
  doubles(): readonly number[] {
    if (this.#wireType === 1) return [this.double()];
    return this.#packed((packed) => {
      packed.#wireType = 1;
      return packed.double();
    });
  }

  /** Passes over the field that `next` announced. */
  skip(): void {
    if (this.#wireType === 0) this.#varint();
    else if (this.#wireType === 1) this.#fixed(8);
    else if (this.#wireType === 2) this.bytes();
    else if (this.#wireType === 5) this.#fixed(4);
    else throw broken(`wire type ${this.#wireType} before byte ${this.#position}`);
  }

  #packed<Value>(read: (packed: ProtobufReader) => Value): readonly Value[] {
    const packed = this.message();
    const values: Value[] = [];
    while (packed.#position < packed.#bytes.length) values.push(read(packed));
    return values;
  }

  /** Unsigned; a bigint from 2 ** 49 on. */
  #varint(): number | bigint {
    let value = 0;
    for (let shift = 0; shift < 49; shift += 7) {
      const byte = this.#byte();
      value += (byte & 127) * 2 ** shift;
      if (byte < 128) return value;
    }
    let long = BigInt(value);
    for (let shift = 49n; shift < 70n; shift += 7n) {
      const byte = this.#byte();
      long += BigInt(byte & 127) << shift;
      if (byte < 128) return long;
    }
    throw broken(`an integer of more than ten bytes before byte ${this.#position}`);
  }

  #byte(): number {
    const byte = this.#bytes[this.#position];
    if (byte === undefined) throw broken(`it ends in the middle of a field, at byte ${this.#position}`);
    this.#position += 1;
    return byte;
  }

  #fixed(length: number): DataView {
    this.#need(length);
    this.#position += length;
    return new DataView(this.#view.buffer, this.#view.byteOffset + this.#position - length, length);
  }

  #need(length: number): void {
    const left = this.#bytes.length - this.#position;
    if (length > left) throw broken(`a field at byte ${this.#position} has ${length} bytes, but only ${left} are left`);
  }

  #expect(wireType: number, what: string): void {
    if (this.#wireType !== wireType) throw broken(`expected ${what} at byte ${this.#position}, received wire type ${this.#wireType}`);
  }
}

/** The error for bytes that cannot be what they claim to be. */
export const broken = (what: string): Error => new Error(`broken ONNX file: ${what}. Is it complete, and an ONNX model?`);
