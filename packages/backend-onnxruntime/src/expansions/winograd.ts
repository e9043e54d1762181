import type { Dim, ValueId } from "@tidu/core-tensor";
import { mulDims } from "@tidu/core-tensor";
import type { Making } from "./expansion.ts";
import { countOf, inOrder, pixelGrid, positionsIn } from "./image-rows.ts";
import type { ImageRows } from "./image-rows.ts";
import { cornersOf, joined, placesInTile, tile, tileCount, tileOrder } from "./result-order.ts";

/**
 * Winograd's F(4×4, 3×3): tiles of 6×6 pixels give 4×4 results with 36 products in place of 144 (Lavin & Gray 2015, "Fast algorithms
 * for convolutional neural networks", section 4.3). The transforms in both directions are one matrix product each, with the Kronecker
 * square of the paper's matrices.
 */
const dataTransform: Matrix = [
  [4, 0, -5, 0, 1, 0],
  [0, -4, -4, 1, 1, 0],
  [0, 4, -4, -1, 1, 0],
  [0, -2, -1, 2, 1, 0],
  [0, 2, -1, -2, 1, 0],
  [0, 4, 0, -5, 0, 1],
];
const filterTransform: Matrix = [
  [1 / 4, 0, 0],
  [-1 / 6, -1 / 6, -1 / 6],
  [-1 / 6, 1 / 6, -1 / 6],
  [1 / 24, 1 / 12, 1 / 6],
  [1 / 24, -1 / 12, 1 / 6],
  [0, 0, 1],
];
const outputTransform: Matrix = [
  [1, 1, 1, 1, 1, 0],
  [0, 1, -1, 2, -2, 0],
  [0, 1, 1, 4, 4, 0],
  [0, 1, -1, 8, -8, 1],
];

const window = 6; // pixels per side that they need
const points = window * window;

/** A 3×3 convolution of stride 1: `[pixels, batch, inChannels]` with taps `[9, inChannels, filters]`. */
export function winogradConv(
  x: ImageRows,
  taps: ValueId,
  padding: readonly number[],
  result: readonly number[],
  window: readonly number[] | undefined,
  making: Making,
): ImageRows {
  const { make, builder } = making;
  const filters = Number(builder.specOf(taps).shape[2]);
  const count = tileCount(result);
  const products = make("matmul", { a: transformedTiles(x, padding, result, making), b: transformedTaps(taps, making) }); // [36, tiles · batch, filters]
  const places = placesInTile(window);
  const results = product(outputTransform, places, products, mulDims(x.batch, count * filters), making); // [16, …]
  const rows = make("reshape", { x: results }, { shape: [tile * tile * count, x.batch, filters] });
  const value = inOrder(rows, tileOrder(result, places), countOf(result), making);
  return { value, spatial: result, batch: x.batch, channels: filters };
}

/** The gradient of the taps, `[9, inChannels, filters]`; the tiles of x are those of {@link winogradConv}. */
export function winogradFilterGradient(
  x: ImageRows,
  g: ImageRows,
  padding: readonly number[],
  window: readonly number[] | undefined,
  making: Making,
): ValueId {
  const { make } = making;
  const count = tileCount(g.spatial);
  const places = placesInTile(window);
  const inTiles = make("reindex", { x: g.value }, { axis: 0, index: tileOrder(g.spatial, places) });
  const columns = mulDims(g.batch, count * g.channels);
  const spread = transposedProduct(
    outputTransform,
    places,
    make("reshape", { x: inTiles }, { shape: [tile * tile, columns] }),
    columns,
    making,
  ); // [36, …]
  const products = make("reshape", { x: spread }, { shape: [points, mulDims(g.batch, count), g.channels] });
  const data = make("transpose", { x: transformedTiles(x, padding, g.spatial, making) }, { permutation: [0, 2, 1] });
  const gradient = make("matmul", { a: data, b: products }); // [36, inChannels, filters]
  const taps = transposedProduct(filterTransform, undefined, gradient, x.channels * g.channels, making);
  return make("reshape", { x: taps }, { shape: [9, x.channels, g.channels] });
}

/** The tiles of the image in the transform's 36 points: `[36, tiles · batch, channels]`. */
function transformedTiles(x: ImageRows, [top = 0, left = 0]: readonly number[], result: readonly number[], making: Making): ValueId {
  const count = tileCount(result);
  const pixels = positionsIn([window, window]).map(([a = 0, b = 0]) => pixelGrid(cornersOf(result, [a - top, b - left]), x.spatial));
  const columns = mulDims(x.batch, count * x.channels);
  const inTiles = making.make("reindex", { x: x.value }, { axis: 0, index: joined(pixels) });
  const transformed = product(
    dataTransform,
    undefined,
    making.make("reshape", { x: inTiles }, { shape: [points, columns] }),
    columns,
    making,
  );
  return making.make("reshape", { x: transformed }, { shape: [points, mulDims(x.batch, count), x.channels] });
}

/** `[9, inChannels, filters]` → `[36, inChannels, filters]` */
function transformedTaps(taps: ValueId, making: Making): ValueId {
  const [, inChannels = 1, filters = 1] = making.builder.specOf(taps).shape;
  const transformed = product(filterTransform, undefined, taps, mulDims(inChannels, filters), making);
  return making.make("reshape", { x: transformed }, { shape: [points, inChannels, filters] });
}

/** The Kronecker square of a matrix, its rows in an order, times `value`, whose first axis it takes; the others count as one. */
function product(matrix: Matrix, order: readonly number[] | undefined, value: ValueId, columns: Dim, making: Making): ValueId {
  const square = kronecker(matrix);
  return times(order ? order.map((row) => square[row] ?? []) : square, value, columns, making);
}

/** The transpose of the matrix that {@link product} uses, times `value`. */
function transposedProduct(matrix: Matrix, order: readonly number[] | undefined, value: ValueId, columns: Dim, making: Making): ValueId {
  const square = kronecker(matrix);
  const rows = order ? order.map((row) => square[row] ?? []) : square;
  return times(
    (rows[0] ?? []).map((_, i) => rows.map((row) => row[i] ?? 0)),
    value,
    columns,
    making,
  );
}

type Matrix = readonly (readonly number[])[];

const kronecker = (matrix: Matrix): Matrix => matrix.flatMap((rowA) => matrix.map((rowB) => rowA.flatMap((a) => rowB.map((b) => a * b))));

function times(matrix: Matrix, value: ValueId, columns: Dim, { make }: Making): ValueId {
  const inner = matrix[0]?.length ?? 0;
  const data = Float32Array.from(matrix.flat());
  const constant = make("constant", {}, { value: { dtype: "float32", shape: [matrix.length, inner], data } });
  return make("matmul", { a: constant, b: make("reshape", { x: value }, { shape: [inner, columns] }) });
}
