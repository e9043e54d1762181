import { splitFilter } from "../ops/convolution.ts";
import type { ConvParams, convolution as family } from "../ops/convolution.ts";
import { joinImage, splitImage, windowCounts } from "../ops/windows.ts";
import type { Shape } from "../shape/shape.ts";
import type { EvaluateRules } from "./rule.ts";
import { elementsOf, emptyValue, staticShape } from "./value.ts";
import type { Numbers } from "./value.ts";
import { imageLayout, slideWindows } from "./windows.ts";
import type { ImageLayout, Windows } from "./windows.ts";

/** Sums of x · filter over the taps on the image: totals in double precision, rounded once. */
export const convolution: EvaluateRules<typeof family> = {
  conv: ({ x, filter }, params) => {
    const { kernel, filters } = splitFilter(filter.shape, params.dataFormat);
    const { batch, spatial } = splitImage(x.shape, params.dataFormat);
    const counts = windowCounts(spatial, kernel, params, params.dilations, "conv");
    const out = emptyValue("float32", staticShape(joinImage({ batch, spatial: counts, channels: filters }, params.dataFormat)), [
      x,
      filter,
    ]);
    const sliding = slide(x.shape, filter.shape, out.shape, params);
    const { from, to, taps, inChannels, perGroup } = sliding;
    const [source, weights, target] = [elementsOf(x), elementsOf(filter), elementsOf(out)];
    const totals = new Float64Array(perGroup);
    forEachWindow(sliding, (image, window, group, start, end) => {
      totals.fill(0);
      for (let entry = start; entry < end; entry++) {
        const pixel = image * from.batch + at(sliding.windows.pixels, entry) * from.pixelStep;
        const tap = at(sliding.windows.taps, entry) * taps.tapStep;
        for (let c = 0; c < inChannels; c++) {
          const value = at(source, pixel + (group * inChannels + c) * from.channelStep);
          const row = tap + c * taps.inStep + group * perGroup * taps.filterStep;
          for (let f = 0; f < perGroup; f++) totals[f] = at(totals, f) + value * at(weights, row + f * taps.filterStep);
        }
      }
      const pixel = image * to.batch + window * to.pixelStep;
      for (let f = 0; f < perGroup; f++) target[pixel + (group * perGroup + f) * to.channelStep] = at(totals, f);
    });
    return [out];
  },

  convInputGradient: ({ g, filter }, params) => {
    const out = emptyValue("float32", staticShape(params.inputShape), [g, filter]);
    const sliding = slide(out.shape, filter.shape, g.shape, params);
    const { from, to, taps, inChannels, perGroup } = sliding;
    const [cotangents, weights] = [elementsOf(g), elementsOf(filter)];
    const totals = new Float64Array(out.data.length);
    forEachWindow(sliding, (image, window, group, start, end) => {
      const result = image * to.batch + window * to.pixelStep + group * perGroup * to.channelStep;
      for (let entry = start; entry < end; entry++) {
        const pixel = image * from.batch + at(sliding.windows.pixels, entry) * from.pixelStep;
        const tap = at(sliding.windows.taps, entry) * taps.tapStep;
        for (let c = 0; c < inChannels; c++) {
          const row = tap + c * taps.inStep + group * perGroup * taps.filterStep;
          let total = 0;
          for (let f = 0; f < perGroup; f++) {
            total += at(cotangents, result + f * to.channelStep) * at(weights, row + f * taps.filterStep);
          }
          const position = pixel + (group * inChannels + c) * from.channelStep;
          totals[position] = at(totals, position) + total;
        }
      }
    });
    elementsOf(out).set(totals);
    return [out];
  },

  convFilterGradient: ({ x, g }, params) => {
    const out = emptyValue("float32", params.filterShape, [x, g]);
    const sliding = slide(x.shape, params.filterShape, g.shape, params);
    const { from, to, taps, inChannels, perGroup } = sliding;
    const [source, cotangents] = [elementsOf(x), elementsOf(g)];
    const totals = new Float64Array(out.data.length);
    forEachWindow(sliding, (image, window, group, start, end) => {
      const result = image * to.batch + window * to.pixelStep + group * perGroup * to.channelStep;
      for (let entry = start; entry < end; entry++) {
        const pixel = image * from.batch + at(sliding.windows.pixels, entry) * from.pixelStep;
        const tap = at(sliding.windows.taps, entry) * taps.tapStep;
        for (let c = 0; c < inChannels; c++) {
          const value = at(source, pixel + (group * inChannels + c) * from.channelStep);
          const row = tap + c * taps.inStep + group * perGroup * taps.filterStep;
          for (let f = 0; f < perGroup; f++) {
            const position = row + f * taps.filterStep;
            totals[position] = at(totals, position) + value * at(cotangents, result + f * to.channelStep);
          }
        }
      }
    });
    elementsOf(out).set(totals);
    return [out];
  },
};

/** Where everything of one convolution stands. */
interface Sliding {
  readonly from: ImageLayout;
  readonly to: ImageLayout;
  /** The filter's element of a tap, input channel and filter: at `tap · tapStep + c · inStep + f · filterStep`. */
  readonly taps: { readonly tapStep: number; readonly inStep: number; readonly filterStep: number };
  readonly groups: number;
  /** Input channels and filters of one group. */
  readonly inChannels: number;
  readonly perGroup: number;
  readonly windows: Windows;
}

function slide(x: readonly number[], filter: readonly number[], y: Shape, params: ConvParams): Sliding {
  const { dataFormat, groups, dilations } = params;
  const from = imageLayout(x, dataFormat);
  const to = imageLayout(staticShape(y), dataFormat);
  const { kernel, inChannels, filters } = splitFilter(filter, dataFormat);
  const size = kernel.reduce((product, length) => product * length, 1);
  const taps =
    dataFormat === "channelsLast"
      ? { tapStep: inChannels * filters, inStep: filters, filterStep: 1 }
      : { tapStep: 1, inStep: size, filterStep: inChannels * size };
  const windows = slideWindows(from.spatial, to.spatial, kernel, params, dilations);
  return { from, to, taps, groups, inChannels, perGroup: filters / groups, windows };
}

/** Visits every window of every image and group with the entries of its taps. */
function forEachWindow(
  { to, groups, windows }: Sliding,
  visit: (image: number, window: number, group: number, start: number, end: number) => void,
): void {
  for (let image = 0; image < to.images; image++)
    for (let window = 0; window < to.pixels; window++)
      for (let group = 0; group < groups; group++) visit(image, window, group, at(windows.starts, window), at(windows.starts, window + 1));
}

const at = (numbers: Numbers | readonly number[], position: number): number => numbers[position] ?? 0;
