import { isTensorData, Tensor } from "@tidu/core-tensor";

/** What was received, for people: `Float32Array of 12`, `array of 3`, `float32[2, 3]`, `string "abc"`. */
export function describeReceived(value: unknown): string {
  if (value instanceof Tensor) return value.toString();
  if (isTensorData(value)) return `${value.dtype}[${value.shape.join(", ")}]`;
  if (ArrayBuffer.isView(value)) return `${value.constructor.name} of ${"length" in value ? String(value.length) : value.byteLength}`;
  if (Array.isArray(value)) return `an array of ${value.length}`;
  if (value === null || value === undefined) return String(value);
  if (typeof value === "object") return `an object with ${Object.keys(value).join(", ") || "no keys"}`;
  return `${typeof value} ${JSON.stringify(typeof value === "bigint" ? String(value) : value)}`;
}

/** The place of element `position` in an array of that shape, for people: `row 3`, `row 3, column 1`, `row 3, at [0, 5]`. */
export function placeOf(position: number, shape: readonly number[]): string {
  let rest = position;
  const index = shape.toReversed().map((size) => {
    const at = rest % size;
    rest = (rest - at) / size;
    return at;
  });
  const [row = 0, ...inner] = index.toReversed();
  if (inner.length === 0) return `row ${row}`;
  return inner.length === 1 ? `row ${row}, column ${inner[0] ?? 0}` : `row ${row}, at [${inner.join(", ")}]`;
}
