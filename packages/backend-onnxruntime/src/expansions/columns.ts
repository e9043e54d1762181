import type { ConvParams, ValueId } from "@tidu/core-tensor";
import type { Making } from "./expansion.ts";
import { countOf, pixelAt, positionsIn } from "./image-rows.ts";
import type { ImageRows } from "./image-rows.ts";

/** What a filter sees at every result: columns of `taps · inChannels` numbers, so that a convolution is one matrix product. */
export interface Columns {
  /** `[taps · channels, results · batch]` when `upright`, else its transpose. */
  readonly value: ValueId;
  readonly upright: boolean;
}

const fewChannels = 4; // so many or fewer are gathered a channel at a time, all images side by side
const largestIndex = 8_000_000;

/** The pixel under every tap at every result (in an order), -1 in the padding: `at(tap, result)`. */
export function pixelsUnder(
  spatial: readonly number[],
  kernel: readonly number[],
  result: readonly number[],
  order: Int32Array,
  { strides, dilations, low }: Pick<ConvParams, "strides" | "dilations" | "low">,
): readonly (readonly number[])[] {
  const results = positionsIn(result);
  return positionsIn(kernel).map((tap) =>
    Array.from(order, (at) => results[at] ?? []).map((place) =>
      pixelAt(
        place.map((at, axis) => at * (strides[axis] ?? 1) + (tap[axis] ?? 0) * (dilations[axis] ?? 1) - (low[axis] ?? 0)),
        spatial,
      ),
    ),
  );
}

/** The columns of an image, or undefined when the batch is free or the index would be huge. */
export function columnsOf(x: ImageRows, under: readonly (readonly number[])[], { make }: Making): Columns | undefined {
  const taps = under.length;
  const results = under[0]?.length ?? 0;
  if (x.channels <= fewChannels) {
    const byChannel = make("transpose", { x: x.value }, { permutation: [0, 2, 1] }); // [pixels, channels, batch]
    const rows = make("reshape", { x: byChannel }, { shape: [countOf(x.spatial) * x.channels, x.batch] });
    const index = under.flatMap((pixels) =>
      Array.from({ length: x.channels }, (_, channel) => pixels.map((pixel) => (pixel < 0 ? -1 : pixel * x.channels + channel))).flat(),
    );
    const gathered = make("reindex", { x: rows }, { axis: 0, index: Int32Array.from(index) });
    return { value: make("reshape", { x: gathered }, { shape: [taps * x.channels, -1] }), upright: true };
  }
  const { batch } = x;
  if (typeof batch !== "number" || taps * results * batch > largestIndex) return undefined;
  const rows = make("reshape", { x: x.value }, { shape: [countOf(x.spatial) * batch, x.channels] });
  const index = new Int32Array(results * batch * taps);
  let at = 0;
  for (let result = 0; result < results; result++) {
    for (let image = 0; image < batch; image++) {
      for (const pixels of under) {
        const pixel = pixels[result] ?? -1;
        index[at++] = pixel < 0 ? -1 : pixel * batch + image;
      }
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
