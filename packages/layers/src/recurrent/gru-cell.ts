import { sliceAxis } from "@tidu/core-tensor";
import { toActivation } from "../activations/to-activation.ts";
import type { ActivationLike } from "../activations/to-activation.ts";
import { knownSize } from "../check-inputs.ts";
import { positiveInteger } from "../option-checks.ts";
import { recurrentCell } from "./cell.ts";
import type { Cell } from "./cell.ts";
import { dropoutMasks, droppedProduct, gatesOf, knownNames } from "./gates.ts";
import type { GatedOptions } from "./gates.ts";
import { learnedGates } from "./learned-gates.ts";

export interface GruCellOptions extends GatedOptions {
  /** Of the candidate. Default: `"tanh"`. */
  readonly activation?: ActivationLike | undefined;
  /** Of the gates. Default: `"sigmoid"`. */
  readonly recurrentActivation?: ActivationLike | undefined;
  /** Reset behind the product of the state and its matrix, with a bias of its own, instead of before it. Default: true. */
  readonly resetAfter?: boolean | undefined;
}

/**
 * One step of a gated recurrent unit (Cho et al. 2014; Keras `GRUCell`), with one state h `[batch, units]`:
 *
 * z, r = σ(x·K + h·U + b),  h' = z·h + (1 − z)·tanh(x·K + b + r·(h·U + b')), or …·tanh(x·K + (r·h)·U + b) without `resetAfter`
 *
 * The columns of the kernel `[features, 3 · units]`, of the recurrent kernel `[units, 3 · units]` and of the bias are those of z, r
 * and the candidate; with `resetAfter` the bias is `[2, 3 · units]`, the input's and the state's.
 *
 * @example
 * rnn({ cell: gruCell({ units: 8 }) });
 */
export const gruCell = (options: GruCellOptions): Cell => gruCellOf(options, "gruCell", options);

/** {@link gruCell} for a layer too, which checks the names of options itself. */
export function gruCellOf(options: GruCellOptions, where: string, checked?: object): Cell {
  const { resetAfter = true } = options;
  const units = positiveInteger(where, "units", options.units);
  const activation = toActivation(options.activation ?? "tanh", `${where}: activation`);
  const recurrentActivation = toActivation(options.recurrentActivation ?? "sigmoid", `${where}: recurrentActivation`);
  const learnt = learnedGates(options, 3, where);
  const names = knownNames(activation, recurrentActivation);
  return recurrentCell("gruCell", {
    options: checked,
    config: {
      units,
      activation: activation.config,
      recurrentActivation: recurrentActivation.config,
      ...learnt.config,
      resetAfter,
    },
    stateSize: units,
    composite: names && {
      name: "gru",
      options: { activation: names[0], recurrentActivation: names[1], useBias: learnt.useBias, resetAfter },
      differsInTraining: learnt.differsInTraining,
    },
    weights: (x, where) =>
      learnt.weights({
        kernel: [knownSize(x, -1, where), 3 * units],
        recurrentKernel: [units, 3 * units],
        bias: resetAfter ? [2, 3 * units] : [3 * units],
      }),
    prepare: ({ kernel, recurrentKernel, bias }, { shape: [batch = 1, features = 1] }, context) => ({
      kernel,
      inputBias: bias && (resetAfter ? bias.slice([0], [1]) : bias),
      recurrentBias: bias && resetAfter ? bias.slice([1], [2]) : undefined,
      gates: resetAfter ? recurrentKernel : sliceAxis(recurrentKernel, 1, 0, 2 * units),
      candidate: sliceAxis(recurrentKernel, 1, 2 * units, null),
      masks: dropoutMasks(learnt.dropout, batch, { features, units }, context),
    }),
    step: ({ kernel, inputBias, recurrentBias, gates, candidate, masks: { inputs, recurrent } }, x, [h]) => {
      const product = droppedProduct(x, kernel, inputs);
      const fromInput = inputBias === undefined ? product : product.add(inputBias);
      const inner = droppedProduct(h, gates, resetAfter ? recurrent : recurrent?.slice(0, 2));
      const fromState = recurrentBias === undefined ? inner : inner.add(recurrentBias);
      const [open, proposed] = [sliceAxis(fromInput, 1, 0, 2 * units), sliceAxis(fromInput, 1, 2 * units, null)];
      const gate = gatesOf(recurrentActivation, open.add(sliceAxis(fromState, 1, 0, 2 * units)), units);
      const [z, r] = [gate(0), gate(1)];
      const remembered = resetAfter
        ? r.mul(sliceAxis(fromState, 1, 2 * units, null))
        : droppedProduct(r.mul(h), candidate, recurrent?.slice(2));
      const next = activation.apply(proposed.add(remembered));
      const y = next.add(z.mul(h.sub(next))); // z·h + (1 − z)·next
      return [y, [y]];
    },
  });
}
