import type { LayerOptions } from "../layer.ts";
import { lstmCellOf } from "./lstm-cell.ts";
import type { LstmCellOptions } from "./lstm-cell.ts";
import { recurrentLayer } from "./recurrent-layer.ts";
import type { RecurrentLayer } from "./recurrent-layer.ts";
import type { SequenceOptions } from "./sequence-options.ts";

export interface LstmOptions extends LstmCellOptions, SequenceOptions, LayerOptions {}

/**
 * A long short-term memory over a sequence: `[batch, time, features]` to `[batch, units]`, or to `[batch, time, units]` with
 * `returnSequences` (Hochreiter & Schmidhuber 1997; Keras `LSTM`). Called as `layer([x, h, c])` it starts with the states h and c
 * `[batch, units]`, else with zeros. Steps that the mask leaves out change nothing.
 *
 * @throws when an input is no sequence, when initial states do not fit, when it is stateful and the batch size is free
 *
 * @example
 * lstm({ units: 100, returnSequences: true });
 */
export function lstm(options: LstmOptions): RecurrentLayer {
  const cell = lstmCellOf(options, options.name ?? "lstm");
  return recurrentLayer("lstm", cell, options, cell.config.options);
}
