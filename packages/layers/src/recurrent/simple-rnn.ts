import type { LayerOptions } from "../layer.ts";
import { recurrentLayer } from "./recurrent-layer.ts";
import type { RecurrentLayer } from "./recurrent-layer.ts";
import { simpleRnnCellOf } from "./simple-rnn-cell.ts";
import type { SimpleRnnCellOptions } from "./simple-rnn-cell.ts";
import type { SequenceOptions } from "./sequence-options.ts";

export interface SimpleRnnOptions extends SimpleRnnCellOptions, SequenceOptions, LayerOptions {}

/**
 * A recurrent network whose output is its state: `[batch, time, features]` to `[batch, units]`, or to `[batch, time, units]` with
 * `returnSequences` (Elman 1990; Keras `SimpleRNN`). Called as `layer([x, h])` it starts with the state h `[batch, units]`, else
 * with zeros. Steps that the mask leaves out change nothing.
 *
 * @throws when an input is no sequence, when initial states do not fit, when it is stateful and the batch size is free
 *
 * @example
 * simpleRnn({ units: 16 });
 */
export function simpleRnn(options: SimpleRnnOptions): RecurrentLayer {
  const cell = simpleRnnCellOf(options, options.name ?? "simpleRnn");
  return recurrentLayer("simpleRnn", cell, options, cell.config.options);
}
