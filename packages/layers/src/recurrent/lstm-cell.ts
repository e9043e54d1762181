import { concat, ones, sliceAxis } from "@tidu/core-tensor";
import { toActivation } from "../activations/to-activation.ts";
import type { ActivationLike } from "../activations/to-activation.ts";
import { knownSize } from "../check-inputs.ts";
import { initializer } from "../initializers/initializer.ts";
import { positiveInteger } from "../option-checks.ts";
import type { WeightSpec } from "../weight.ts";
import { recurrentCell } from "./cell.ts";
import type { Cell } from "./cell.ts";
import { dropoutMasks, droppedProduct, gatesOf, knownNames } from "./gates.ts";
import type { GatedOptions } from "./gates.ts";
import { learnedGates } from "./learned-gates.ts";

export interface LstmCellOptions extends GatedOptions {
  /** Of the candidate and of what leaves. Default: `"tanh"`. */
  readonly activation?: ActivationLike | undefined;
  /** Of the gates. Default: `"sigmoid"`. */
  readonly recurrentActivation?: ActivationLike | undefined;
  /** Start with a bias of 1 for the forget gate (Jozefowicz et al. 2015). Default: true. */
  readonly unitForgetBias?: boolean | undefined;
}

/**
 * One step of a long short-term memory (Hochreiter & Schmidhuber 1997; Keras `LSTMCell`), with states h and c `[batch, units]`:
 *
 * i, f, o = σ(x·K + h·U + b),  c' = f·c + i·tanh(x·K + h·U + b),  h' = o·tanh(c')
 *
 * The columns of the kernel `[features, 4 · units]`, of the recurrent kernel `[units, 4 · units]` and of the bias are those of
 * i, f, the candidate, o.
 *
 * @example
 * rnn({ cell: lstmCell({ units: 8 }) });
 */
export const lstmCell = (options: LstmCellOptions): Cell => lstmCellOf(options, "lstmCell", options);

/** {@link lstmCell} for a layer too, which checks the names of options itself. */
export function lstmCellOf(options: LstmCellOptions, where: string, checked?: object): Cell {
  const { unitForgetBias = true } = options;
  const units = positiveInteger(where, "units", options.units);
  const activation = toActivation(options.activation ?? "tanh", `${where}: activation`);
  const recurrentActivation = toActivation(options.recurrentActivation ?? "sigmoid", `${where}: recurrentActivation`);
  const learnt = learnedGates(options, 4, where);
  const names = knownNames(activation, recurrentActivation);
  return recurrentCell("lstmCell", {
    options: checked,
    config: {
      units,
      activation: activation.config,
      recurrentActivation: recurrentActivation.config,
      ...learnt.config,
      unitForgetBias,
    },
    stateSize: [units, units],
    composite: names && {
      name: "lstm",
      options: { activation: names[0], recurrentActivation: names[1], useBias: learnt.useBias },
      differsInTraining: learnt.differsInTraining,
    },
    weights: (x, where) =>
      learnt.weights(
        { kernel: [knownSize(x, -1, where), 4 * units], recurrentKernel: [units, 4 * units], bias: [4 * units] },
        unitForgetBias ? forgetNothing(units) : undefined,
      ),
    prepare: ({ kernel, recurrentKernel, bias }, { shape: [batch = 1, features = 1] }, context) => ({
      kernel,
      recurrentKernel,
      bias,
      masks: dropoutMasks(learnt.dropout, batch, { features, units }, context),
    }),
    step: ({ kernel, recurrentKernel, bias, masks }, x, [h, c]) => {
      const fromInput = droppedProduct(x, kernel, masks.inputs);
      const z = (bias === undefined ? fromInput : fromInput.add(bias)).add(droppedProduct(h, recurrentKernel, masks.recurrent));
      const gate = gatesOf(recurrentActivation, z, units);
      const [i, f, o] = [gate(0), gate(1), gate(3)];
      const candidate = activation.apply(sliceAxis(z, 1, 2 * units, 3 * units));
      const carried = f.mul(c).add(i.mul(candidate));
      const y = o.mul(activation.apply(carried));
      return [y, [y, carried]];
    },
  });
}

/** The first bias with ones for the forget gate. */
export const forgetNothing =
  (units: number) =>
  (bias: WeightSpec): WeightSpec => ({
    ...bias,
    initializer: initializer(bias.initializer.config, (key) =>
      concat([bias.initializer(key, [units]), ones([units]), bias.initializer(key, [2 * units])]),
    ),
  });
