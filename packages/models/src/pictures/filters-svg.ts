import { tensorData } from "@tidu/core-tensor";
import type { ArrayLike, TensorData } from "@tidu/core-tensor";
import { pngUri } from "./png.ts";
import { tilesSvg } from "./tiles.ts";
import type { Tile } from "./tiles.ts";

export interface FiltersPictureOptions {
  /** Default: "Learned filters". */
  readonly title?: string;
  /** Filters in a row. Default: 8, or as many as there are. */
  readonly columns?: number;
  /** The height of a filter in the picture, in pixels. Default: 56. */
  readonly size?: number;
}

/**
 * The filters of a convolution's first layer as an SVG picture that stands alone. Filters of one channel: blue where a weight is
 * positive, orange where it is negative, the stronger the larger it is beside the largest of all. Filters of three channels: as
 * colours, each filter over its own range.
 *
 * @param kernel [height, width, channels, filters] with 1 or 3 channels, as `conv2d` holds it
 * @throws when the shape does not fit
 *
 * @example
 * const weights = await model.getWeights();
 * await writeFile("filters.svg", filtersSvg(weights["conv2d/kernel"]));
 */
export function filtersSvg(kernel: ArrayLike, { title = "Learned filters", columns, size = 56 }: FiltersPictureOptions = {}): string {
  return tilesSvg(filterTiles("filtersSvg", kernel), { title, note: filtersNote(kernel), columns, size });
}

/** What the colours mean. */
export const filtersNote = (kernel: ArrayLike): string =>
  tensorData(kernel).shape[2] === 1 ? "blue: positive weights, orange: negative" : "weights as red, green and blue";

/** @param where the public function that asks, named in errors */
export function filterTiles(where: string, kernel: ArrayLike): readonly Tile[] {
  const filters = tensorData(kernel);
  const [height = 0, width = 0, channels = 0, count = 0] = filters.shape;
  if (filters.shape.length !== 4 || (channels !== 1 && channels !== 3) || height * width * count === 0)
    throw new Error(
      `${where}: expected a kernel [height, width, channels, filters] with 1 or 3 channels, received shape [${filters.shape.join(", ")}]. ` +
        "Later layers see channels that are no colours: their filters have no picture.",
    );
  const colour = channels === 1 ? signed(filters) : asColours;
  return Array.from({ length: count }, (_, filter) => {
    const weights = Array.from({ length: height * width * channels }, (_, i) => Number(filters.data[i * count + filter]));
    const data = Uint8Array.from(colour(weights));
    return {
      uri: pngUri({ width, height, channels: channels === 1 ? 4 : 3, data }),
      aspect: width / height,
      caption: [],
      description: `filter ${filter + 1} of ${count}`,
    };
  });
}

/** Blue or orange, the more opaque the larger: on light surroundings as on dark ones. */
function signed({ data }: TensorData): (weights: readonly number[]) => readonly number[] {
  let largest = 0;
  for (const weight of data) largest = Math.max(largest, Math.abs(Number(weight)) || 0);
  return (weights) =>
    weights.flatMap((weight) => [...(weight < 0 ? [235, 110, 20] : [20, 125, 200]), Math.round((255 * Math.abs(weight)) / largest) || 0]);
}

function asColours(weights: readonly number[]): readonly number[] {
  const finite = weights.filter(Number.isFinite);
  const [low, high] = [Math.min(...finite), Math.max(...finite)];
  return weights.map((weight) => Math.round((255 * (weight - low)) / (high - low)) || 0);
}
