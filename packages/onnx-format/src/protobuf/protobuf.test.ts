import { expect, test } from "vitest";
import { ProtobufReader } from "./reader.ts";
import { ProtobufWriter } from "./writer.ts";

const written = (write: (writer: ProtobufWriter) => void): number[] => {
  const writer = new ProtobufWriter();
  write(writer);
  return [...writer.finish()];
};

test("the examples of the protobuf encoding guide", () => {
  // https://protobuf.dev/programming-guides/encoding: `a: 150`, `b: "testing"`, `c: { a: 150 }`, packed [3, 270, 86942]
  expect(written((w) => w.integer(1, 150))).toEqual([0x08, 0x96, 0x01]);
  expect(written((w) => w.string(2, "testing"))).toEqual([0x12, 0x07, 0x74, 0x65, 0x73, 0x74, 0x69, 0x6e, 0x67]);
  expect(written((w) => w.message(3, () => w.integer(1, 150)))).toEqual([0x1a, 0x03, 0x08, 0x96, 0x01]);
  expect(written((w) => w.integers(6, [3, 270, 86942]))).toEqual([0x32, 0x06, 0x03, 0x8e, 0x02, 0x9e, 0xa7, 0x05]);
});

test("negative integers take ten bytes, as two's complement", () => {
  expect(written((w) => w.integer(1, -2))).toEqual([0x08, 0xfe, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01]);
});

test("floats are little-endian", () => {
  expect(written((w) => w.float(2, 1))).toEqual([0x15, 0x00, 0x00, 0x80, 0x3f]);
  expect(written((w) => w.floats(7, [1]))).toEqual([0x3a, 0x04, 0x00, 0x00, 0x80, 0x3f]);
});

test("integers of every size come back exactly", () => {
  const values = [0, 1, 127, 128, 2 ** 31, 2 ** 32, 2 ** 48, 2 ** 49, Number.MAX_SAFE_INTEGER, -1, -(2 ** 31), -Number.MAX_SAFE_INTEGER];
  const extremes = [2n ** 63n - 1n, -(2n ** 63n)];
  const bytes = written((w) => w.integers(1, [...values, ...extremes]));
  const reader = new ProtobufReader(new Uint8Array(bytes));
  expect(reader.next()).toBe(1);
  expect(reader.integers()).toEqual([...values, ...extremes]);
  expect(reader.next()).toBe(0);
});

test("long bytes in nested messages land in the right place", () => {
  const weights = new Uint8Array(5000).map((_, index) => index % 251);
  const writer = new ProtobufWriter();
  writer.string(1, "before");
  writer.message(2, () => {
    writer.integer(1, 7);
    writer.message(2, () => writer.bytes(9, weights));
    writer.message(2, () => writer.bytes(9, weights.subarray(1)));
    writer.integer(3, 8);
  });
  writer.string(3, "after");

  const reader = new ProtobufReader(writer.finish());
  expect([reader.next(), reader.string()]).toEqual([1, "before"]);
  expect(reader.next()).toBe(2);
  const outer = reader.message();
  expect([outer.next(), outer.integer()]).toEqual([1, 7]);
  for (const expected of [weights, weights.subarray(1)]) {
    expect(outer.next()).toBe(2);
    const inner = outer.message();
    expect([inner.next(), inner.bytes()]).toEqual([9, expected]);
  }
  expect([outer.next(), outer.integer()]).toEqual([3, 8]);
  expect([reader.next(), reader.string(), reader.next()]).toEqual([3, "after", 0]);
});

test("bytes are read without a copy", () => {
  const file = new Uint8Array(written((w) => w.bytes(1, new Uint8Array([5, 6, 7]))));
  const reader = new ProtobufReader(file);
  reader.next();
  expect(reader.bytes().buffer).toBe(file.buffer);
});

test("unknown fields of every wire type are skipped", () => {
  const reader = new ProtobufReader(
    new Uint8Array([0x09, 1, 2, 3, 4, 5, 6, 7, 8, 0x15, 1, 2, 3, 4, 0x18, 0x96, 0x01, 0x22, 0x01, 0xff, 0x28, 0x2a]),
  );
  const fields: number[] = [];
  for (let field = reader.next(); field < 5; field = reader.next()) {
    fields.push(field);
    reader.skip();
  }
  expect(fields).toEqual([1, 2, 3, 4]);
  expect(reader.integer()).toBe(42);
});

test("a file that was cut short says so", () => {
  const cut = (bytes: number[]) => {
    const reader = new ProtobufReader(new Uint8Array(bytes));
    reader.next();
    return reader;
  };
  expect(() => cut([0x12, 0x07, 0x74]).bytes()).toThrow("broken ONNX file: a field at byte 2 has 7 bytes, but only 1 are left");
  expect(() => cut([0x08, 0x96]).integer()).toThrow("broken ONNX file: it ends in the middle of a field, at byte 2");
  expect(() => cut([0x15, 0x00]).float()).toThrow("broken ONNX file");
  expect(() => cut([0x0b])).not.toThrow();
  expect(() => cut([0x0b]).skip()).toThrow("broken ONNX file: wire type 3 before byte 1");
  expect(() => cut([0x08, 1]).string()).toThrow("expected bytes at byte 1, received wire type 0");
});
