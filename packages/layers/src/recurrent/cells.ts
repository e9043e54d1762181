import { gruCell } from "./gru-cell.ts";
import { lstmCell } from "./lstm-cell.ts";
import { simpleRnnCell } from "./simple-rnn-cell.ts";
import { stackedRnnCells } from "./stacked-rnn-cells.ts";

/** Every factory of cells by the kind of the cells it makes. */
export const cellFactories = { gruCell, lstmCell, simpleRnnCell, stackedRnnCells };
