import { toActivation } from "../activations/to-activation.ts";
import type { ActivationLike } from "../activations/to-activation.ts";
import { knownSize } from "../check-inputs.ts";
import { positiveInteger } from "../option-checks.ts";
import { recurrentCell } from "./cell.ts";
import type { Cell } from "./cell.ts";
import { dropoutMasks, droppedProduct, knownNames } from "./gates.ts";
import type { GatedOptions } from "./gates.ts";
import { learnedGates } from "./learned-gates.ts";

export interface SimpleRnnCellOptions extends GatedOptions {
  /** Default: `"tanh"`. */
  readonly activation?: ActivationLike | undefined;
}

/**
 * One step of a recurrent network whose output is its state h `[batch, units]` (Elman 1990; Keras `SimpleRNNCell`):
 * h' = tanh(x·K + h·U + b).
 *
 * @example
 * rnn({ cell: simpleRnnCell({ units: 8 }) });
 */
export const simpleRnnCell = (options: SimpleRnnCellOptions): Cell => simpleRnnCellOf(options, "simpleRnnCell", options);

/** {@link simpleRnnCell} for a layer too, which checks the names of options itself. */
export function simpleRnnCellOf(options: SimpleRnnCellOptions, where: string, checked?: object): Cell {
  const units = positiveInteger(where, "units", options.units);
  const activation = toActivation(options.activation ?? "tanh", `${where}: activation`);
  const learnt = learnedGates(options, 1, where);
  const names = knownNames(activation);
  return recurrentCell("simpleRnnCell", {
    options: checked,
    config: {
      units,
      activation: activation.config,
      ...learnt.config,
    },
    stateSize: units,
    composite: names && {
      name: "simpleRnn",
      options: { activation: names[0], useBias: learnt.useBias },
      differsInTraining: learnt.differsInTraining,
    },
    weights: (x, where) => learnt.weights({ kernel: [knownSize(x, -1, where), units], recurrentKernel: [units, units], bias: [units] }),
    prepare: (weights, { shape: [batch = 1, features = 1] }, context) => ({
      ...weights,
      masks: dropoutMasks(learnt.dropout, batch, { features, units }, context),
    }),
    step: ({ kernel, recurrentKernel, bias, masks }, x, [h]) => {
      const fromInput = droppedProduct(x, kernel, masks.inputs);
      const fromState = droppedProduct(h, recurrentKernel, masks.recurrent);
      const y = activation.apply((bias === undefined ? fromInput : fromInput.add(bias)).add(fromState));
      return [y, [y]];
    },
  });
}
