import { imageRank, toDataFormat } from "../images.ts";
import type { OneAxis, SpatialAxes, ThreeAxes, TwoAxes } from "../images.ts";
import { convLstmCell } from "./conv-lstm-cell.ts";
import type { ConvLstmCellOptions } from "./conv-lstm-cell.ts";
import { recurrentLayer } from "./recurrent-layer.ts";
import type { RecurrentLayer } from "./recurrent-layer.ts";
import type { SequenceOptions } from "./sequence-options.ts";

/** What convolutional recurrent layers of any number of axes take. */
export interface ConvLstmOptions<Size> extends ConvLstmCellOptions<Size>, SequenceOptions {}

export type ConvLstm1dOptions = ConvLstmOptions<OneAxis>;
export type ConvLstm2dOptions = ConvLstmOptions<TwoAxes>;
export type ConvLstm3dOptions = ConvLstmOptions<ThreeAxes>;

/**
 * A convolutional long short-term memory over a sequence of rows: `[batch, time, steps, channels]` to `[batch, windows, filters]`,
 * or to `[batch, time, windows, filters]` with `returnSequences` (Shi et al. 2015; Keras `ConvLSTM1D`).
 *
 * @throws when an input is no such sequence, when rows are shorter than a window, when initial states do not fit
 *
 * @example
 * convLstm1d({ filters: 8, kernelSize: 3, padding: "same", returnSequences: true });
 */
export const convLstm1d = (options: ConvLstm1dOptions): RecurrentLayer => convLstm("convLstm1d", 1, options);

/**
 * A convolutional long short-term memory over the pictures of a film: `[batch, time, height, width, channels]` to
 * `[batch, rows, columns, filters]`, or to `[batch, time, rows, columns, filters]` with `returnSequences` (Shi et al. 2015; Keras
 * `ConvLSTM2D`). With `dataFormat: "channelsFirst"` the channels stand behind time. Called as `layer([x, h, c])` it starts with
 * the states h and c, images of the size of the output, else with zeros.
 *
 * @throws when an input is no such sequence, when pictures are smaller than a window, when initial states do not fit
 *
 * @example
 * convLstm2d({ filters: 16, kernelSize: 3, padding: "same", returnSequences: true });
 */
export const convLstm2d = (options: ConvLstm2dOptions): RecurrentLayer => convLstm("convLstm2d", 2, options);

/**
 * A convolutional long short-term memory over a sequence of volumes: `[batch, time, depth, height, width, channels]` to
 * `[batch, …, filters]`, or to `[batch, time, …, filters]` with `returnSequences` (Shi et al. 2015; Keras `ConvLSTM3D`).
 *
 * @throws when an input is no such sequence, when volumes are smaller than a window, when initial states do not fit
 *
 * @example
 * convLstm3d({ filters: 4, kernelSize: 3, padding: "same" });
 */
export const convLstm3d = (options: ConvLstm3dOptions): RecurrentLayer => convLstm("convLstm3d", 3, options);

function convLstm(kind: string, axes: SpatialAxes, options: ConvLstmOptions<number | readonly number[]>): RecurrentLayer {
  const where = options.name ?? kind;
  const cell = convLstmCell(`${kind}Cell`, axes, options, where);
  const image = imageRank(axes, toDataFormat(options.dataFormat, where));
  const rank = { exactly: axes + 3, axes: `${image.axes}`.replace("[batch, ", "[batch, time, ") };
  return recurrentLayer(kind, cell, options, cell.config.options, rank);
}
