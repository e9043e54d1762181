import type { ConvParams, ValueId } from "@tidu/core-tensor";
import type { Making } from "./expansion.ts";
import { countOf, countUp, pixelGrid, positionsIn } from "./image-rows.ts";
import type { ImageRows } from "./image-rows.ts";

/** What a filter sees at every result: columns of `taps · inChannels` numbers, so that a convolution is one matrix product. */
export interface Columns {
  /** `[taps · channels, results · batch]` when `upright`, else its transpose. */
  readonly value: ValueId;
  readonly upright: boolean;
}

const fewChannels = 4; // so many or fewer are gathered a channel at a time, all images side by side
const largestIndex = 8_000_000;

/** The pixel under every tap at every result (in an order), -1 in the padding; one list per tap. */
export function pixelsUnder(
  spatial: readonly number[],
  kernel: readonly number[],
  result: readonly number[],
  order: Int32Array,
  { strides, dilations, low }: Pick<ConvParams, "strides" | "dilations" | "low">,
): readonly Int32Array[] {
  return positionsIn(kernel).map((tap) => {
    const seen = pixelGrid(
      result.map((size, axis) =>
        countUp(size).map((at) => at * (strides[axis] ?? 1) + (tap[axis] ?? 0) * (dilations[axis] ?? 1) - (low[axis] ?? 0)),
      ),
      spatial,
    );
    return order.map((at) => seen[at] ?? -1);
  });
}

/** The columns of an image, or undefined when the batch is free or the index would be huge. */
export function columnsOf(x: ImageRows, under: readonly Int32Array[], making: Making): Columns | undefined {
  const [only] = under;
  if (only !== undefined && under.length === 1) {
    const pixels = making.make("reindex", { x: x.value }, { axis: 0, index: only });
    return { value: making.make("reshape", { x: pixels }, { shape: [-1, x.channels] }), upright: false };
  }
  return x.channels <= fewChannels ? uprightColumns(x, under, making) : flatColumns(x, under, making);
}

/** Rows of one channel of a pixel in all images. */
function uprightColumns(x: ImageRows, under: readonly Int32Array[], { make }: Making): Columns {
  const byChannel = make("transpose", { x: x.value }, { permutation: [0, 2, 1] }); // [pixels, channels, batch]
  const rows = make("reshape", { x: byChannel }, { shape: [countOf(x.spatial) * x.channels, x.batch] });
  const results = under[0]?.length ?? 0;
  const index = new Int32Array(under.length * x.channels * results);
  let at = 0;
  for (const pixels of under) {
    for (let channel = 0; channel < x.channels; channel++) {
      for (const pixel of pixels) index[at++] = pixel < 0 ? -1 : pixel * x.channels + channel;
    }
  }
  const gathered = make("reindex", { x: rows }, { axis: 0, index });
  return { value: make("reshape", { x: gathered }, { shape: [under.length * x.channels, -1] }), upright: true };
}

/** Rows of all channels of a pixel in one image. */
function flatColumns(x: ImageRows, under: readonly Int32Array[], { make }: Making): Columns | undefined {
  const { batch } = x;
  const taps = under.length;
  const results = under[0]?.length ?? 0;
  if (typeof batch !== "number" || taps * results * batch > largestIndex) return undefined;
  const rows = make("reshape", { x: x.value }, { shape: [countOf(x.spatial) * batch, x.channels] });
  const index = new Int32Array(results * batch * taps);
  for (const [tap, pixels] of under.entries()) {
    for (const [result, pixel] of pixels.entries()) {
      const start = result * batch * taps + tap;
      for (let image = 0; image < batch; image++) index[start + image * taps] = pixel < 0 ? -1 : pixel * batch + image;
    }
  }
  const gathered = make("reindex", { x: rows }, { axis: 0, index });
  return { value: make("reshape", { x: gathered }, { shape: [results * batch, taps * x.channels] }), upright: false };
}

/** Columns times taps `[taps, inChannels, filters]`: `[results · batch, filters]`. */
export function columnsTimes({ value, upright }: Columns, taps: ValueId, { builder, make }: Making): ValueId {
  const [count = 1, inChannels = 1, filters = 1] = builder.specOf(taps).shape.map(Number);
  const matrix = make("reshape", { x: taps }, { shape: [count * inChannels, filters] });
  return make("matmul", { a: upright ? make("transpose", { x: value }, { permutation: [1, 0] }) : value, b: matrix });
}

/** The gradient of the taps, `[taps · inChannels, filters]`, for a cotangent `[results · batch, filters]`. */
export function columnsGradient({ value, upright }: Columns, g: ValueId, { make }: Making): ValueId {
  return make("matmul", { a: upright ? value : make("transpose", { x: value }, { permutation: [1, 0] }), b: g });
}
