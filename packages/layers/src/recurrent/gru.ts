import type { LayerOptions } from "../layer.ts";
import { gruCellOf } from "./gru-cell.ts";
import type { GruCellOptions } from "./gru-cell.ts";
import { recurrentLayer } from "./recurrent-layer.ts";
import type { RecurrentLayer } from "./recurrent-layer.ts";
import type { SequenceOptions } from "./sequence-options.ts";

export interface GruOptions extends GruCellOptions, SequenceOptions, LayerOptions {}

/**
 * A gated recurrent unit over a sequence: `[batch, time, features]` to `[batch, units]`, or to `[batch, time, units]` with
 * `returnSequences` (Cho et al. 2014; Keras `GRU`). Called as `layer([x, h])` it starts with the state h `[batch, units]`, else with
 * zeros. Steps that the mask leaves out change nothing.
 *
 * @throws when an input is no sequence, when initial states do not fit, when it is stateful and the batch size is free
 *
 * @example
 * gru({ units: 64, returnSequences: true });
 */
export function gru(options: GruOptions): RecurrentLayer {
  const cell = gruCellOf(options, options.name ?? "gru");
  return recurrentLayer("gru", cell, options, cell.config.options);
}
