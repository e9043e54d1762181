/** The fields of a message: what was written under each number, in order. */
export type MessageFields = ReadonlyMap<number, readonly FieldValue[]>;

/** A varint or a fixed number, or the bytes of a text or an inner message. */
export type FieldValue = number | Uint8Array;

/**
 * Reads a protocol buffer without its schema. Fixed 32-bit fields are read as floats, 64-bit ones as doubles.
 *
 * @throws when the bytes are none
 * @source Protocol Buffers, "Encoding"
 */
export function readMessage(bytes: Uint8Array): MessageFields {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const fields = new Map<number, FieldValue[]>();
  let at = 0;
  const varint = (): number => {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = view.getUint8(at++);
      value += (byte & 127) * scale;
      if (byte < 128) return value;
    }
  };
  const valueOf = (wire: number): FieldValue => {
    if (wire === 0) return varint();
    const length = wire === 5 ? 4 : wire === 1 ? 8 : wire === 2 ? varint() : NaN;
    const start = at;
    at += length;
    if (!(at <= bytes.length)) throw new RangeError("the bytes are no protocol buffer");
    if (wire === 2) return bytes.subarray(start, at);
    return wire === 5 ? view.getFloat32(start, true) : view.getFloat64(start, true);
  };
  while (at < bytes.length) {
    const tag = varint();
    const field = Math.floor(tag / 8);
    fields.set(field, [...(fields.get(field) ?? []), valueOf(tag % 8)]);
  }
  return fields;
}
