import type { LayerOptions } from "../layer.ts";
import type { Cell } from "./cell.ts";
import { recurrentLayer } from "./recurrent-layer.ts";
import type { RecurrentLayer } from "./recurrent-layer.ts";
import { stackedRnnCells } from "./stacked-rnn-cells.ts";
import { toCell } from "./to-cell.ts";
import type { SequenceOptions } from "./sequence-options.ts";

export interface RnnOptions extends SequenceOptions, LayerOptions {
  /** What one step computes; several are stacked. One of your own: `recurrentCell`. */
  readonly cell: Cell | readonly Cell[];
}

/**
 * Runs a cell over a sequence: `[batch, time, …]` to the output of the last step, or of all with `returnSequences` (Keras `RNN`).
 * Called as `layer([x, ...states])` it starts with these states, else with zeros. Steps that the mask leaves out change nothing.
 *
 * @throws when the cell is none, or its step returns other states than it declares; when inputs do not fit
 *
 * @example
 * rnn({ cell: [lstmCell({ units: 64 }), lstmCell({ units: 32 })], returnSequences: true });
 */
export function rnn(options: RnnOptions): RecurrentLayer {
  const where = options.name ?? "rnn";
  const cell = isList(options.cell) ? stackedRnnCells({ cells: options.cell }) : toCell(options.cell, `${where}: cell`);
  return recurrentLayer("rnn", cell, options, { cell: cell.config }, { atLeast: 3, axes: "[batch, time, …]" });
}

const isList = (cell: RnnOptions["cell"]): cell is readonly Cell[] => Array.isArray(cell);
