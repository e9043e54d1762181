import type { ConvParams, ValueId } from "@tidu/core-tensor";
import { columnsOf, columnsTimes } from "./columns.ts";
import type { Making } from "./expansion.ts";
import { countOf, countUp, pixelGrid, positionsIn } from "./image-rows.ts";
import type { ImageRows } from "./image-rows.ts";

/**
 * What flows back to an image: pixels that the same taps reach (those of one phase of the strides) gather the cotangents under
 * them, and one matrix product per phase does the rest. Nothing is scattered.
 *
 * @param taps `[taps, inChannels, filters]`
 * @param spatial the sizes of the image
 */
export function inputGradient(
  g: ImageRows,
  taps: ValueId,
  kernel: readonly number[],
  spatial: readonly number[],
  { strides, dilations, low }: ConvParams,
  making: Making,
): ImageRows | undefined {
  const { make, builder } = making;
  const inChannels = Number(builder.specOf(taps).shape[1]);
  const backward = make("transpose", { x: taps }, { permutation: [0, 2, 1] }); // [taps, filters, inChannels]
  const places = positionsIn(kernel);
  const parts: ValueId[] = [];
  const rowOf = new Int32Array(countOf(spatial)).fill(-1);
  let rows = 0;
  for (const phase of positionsIn(strides)) {
    const along = spatial.map((size, axis) => countUp(size).filter((at) => (at + (low[axis] ?? 0)) % (strides[axis] ?? 1) === phase[axis]));
    const reached = pixelGrid(along, spatial);
    const used = places.flatMap((place, tap) => {
      const taken = place.every((at, axis) => (at * (dilations[axis] ?? 1)) % (strides[axis] ?? 1) === phase[axis]);
      return taken ? [tap] : [];
    });
    if (reached.length === 0 || used.length === 0) continue;
    const under = used.map((tap) =>
      pixelGrid(
        along.map((list, axis) => {
          const reach = (low[axis] ?? 0) - (places[tap]?.[axis] ?? 0) * (dilations[axis] ?? 1);
          return list.map((at) => (at + reach) / (strides[axis] ?? 1));
        }),
        g.spatial,
      ),
    );
    const columns = columnsOf(g, under, making);
    if (columns === undefined) return undefined;
    const own = used.length === places.length ? backward : make("reindex", { x: backward }, { axis: 0, index: Int32Array.from(used) });
    parts.push(make("reshape", { x: columnsTimes(columns, own, making) }, { shape: [reached.length, g.batch, inChannels] }));
    for (const pixel of reached) rowOf[pixel] = rows++;
  }
  if (parts.length === 0) return undefined;
  const all = make("concat", { values: parts }, { axis: 0 });
  const value = make("reindex", { x: all }, { axis: 0, index: rowOf });
  return { value, spatial, batch: g.batch, channels: inChannels };
}
