import { foldIn, Tensor } from "@tidu/core-tensor";
import type { TensorSpec } from "@tidu/core-tensor";
import { checkOptions } from "../config.ts";
import type { WeightSpecs, Weights } from "../weight.ts";
import type { Cell, CellContext } from "./cell.ts";
import { toCell } from "./to-cell.ts";

export interface StackedRnnCellsOptions {
  /** The first takes the sequence, each further one the output of the one before. */
  readonly cells: readonly Cell[];
}

/**
 * Several cells as one: at each step, the output of one is the input of the next (Keras `StackedRNNCells`). Its states are those of
 * the cells in order; its weights are named by cell: `lstmCell_0`, `lstmCell_1`.
 *
 * @throws when there is no cell, or something else among them
 *
 * @example
 * rnn({ cell: stackedRnnCells({ cells: [lstmCell({ units: 64 }), lstmCell({ units: 32 })] }) });
 */
export function stackedRnnCells(options: StackedRnnCellsOptions): Cell {
  checkOptions("stackedRnnCells", options, ["cells"]);
  const cells = options.cells.map((cell, i) => toCell(cell, `stackedRnnCells: cell ${i}`));
  const last = cells.at(-1);
  if (last === undefined) throw new TypeError("stackedRnnCells: expected at least one cell, received none.");
  const named = cells.map((cell, i) => ({ cell, name: `${cell.kind}_${i}` }));
  return {
    kind: "stackedRnnCells",
    config: { kind: "stackedRnnCells", options: { cells: cells.map(({ config }) => config) } },
    stateSize: cells.flatMap(({ stateSize }) => stateSize),
    outputSize: last.outputSize,
    weights: (x, where): WeightSpecs =>
      Object.fromEntries(named.map(({ cell, name }, i) => [name, cell.weights(inputOf(cells, i, x), `${where}/${name}`)])),
    prepare: (weights, x, context) =>
      named.map(({ cell, name }, i) => {
        const own = weightsOf(weights, name);
        return cell.prepare?.(own, inputOf(cells, i, x), contextOf(context, i)) ?? own;
      }),
    step: (prepared, x, states, context) => {
      const parts: readonly object[] = Array.isArray(prepared) ? prepared : [];
      let y = x;
      const next: Tensor[] = [];
      cells.forEach((cell, i) => {
        const own = states.slice(next.length, next.length + cell.stateSize.length);
        const [made, after] = cell.step(parts[i] ?? {}, y, own, contextOf(context, i));
        y = made;
        next.push(...after);
      });
      return [y, next];
    },
  };
}

/** One step's input of a cell. */
const inputOf = (cells: readonly Cell[], i: number, x: TensorSpec): TensorSpec =>
  i === 0 ? x : { dtype: x.dtype, shape: [x.shape[0] ?? 1, cells[i - 1]?.outputSize ?? 1] };

const contextOf = (context: CellContext, i: number): CellContext => ({ ...context, key: context.key && foldIn(context.key, i) });

function weightsOf(weights: Weights, name: string): Weights {
  const own = weights[name];
  return own === undefined || own instanceof Tensor ? {} : own;
}
