import { flip, zeros } from "@tidu/core-tensor";
import type { Shape } from "@tidu/core-tensor";
import type { InputRules } from "../check-inputs.ts";
import type { ConfigOptions } from "../config.ts";
import { layer } from "../define-layer.ts";
import { zeros as zerosInitializer } from "../initializers/constant.ts";
import type { Applied, Layer, LayerOptions } from "../layer.ts";
import { weight } from "../weight.ts";
import type { WeightSpecs, Weights } from "../weight.ts";
import type { Cell, CellContext } from "./cell.ts";
import { runCell, tensorsOf } from "./run-cell.ts";
import { checkMask, inputProblem, stateShapes, stepSpec } from "./sequence-input.ts";
import { sequenceOptions } from "./sequence-options.ts";
import type { Sequence, SequenceOptions } from "./sequence-options.ts";

/** A layer that runs over a sequence, forwards or backwards. */
export interface RecurrentLayer extends Layer {
  readonly sequence: Sequence;
  /** The same layer with other options; it shares no weights with this one. */
  changed(options: Pick<SequenceOptions, "goBackwards" | "zeroOutputForMask">): RecurrentLayer;
}

/** Runs a cell over sequences. Inputs: `[batch, time, …]`, then any initial states `[batch, size]`. */
export function recurrentLayer(
  kind: string,
  cell: Cell,
  options: SequenceOptions & LayerOptions,
  config: ConfigOptions,
  rank: NonNullable<InputRules["rank"]> = { exactly: 3, axes: "[batch, time, features]" },
): RecurrentLayer {
  const name = options.name ?? kind;
  const sequence = sequenceOptions(options);
  const { returnSequences, returnState, goBackwards, stateful } = sequence;
  const made = layer(kind, {
    options,
    config: { ...config, ...sequence },
    joins: true,
    stepping: goBackwards ? "whole" : "cache",
    check: (inputs) => inputProblem(inputs, cell, sequence, rank),
    weights: ([x], where): WeightSpecs => ({
      ...cell.weights(stepSpec(x), where),
      ...(stateful && Object.fromEntries(stateShapes(cell, x).map((shape, i) => [`state${i}`, stateWeight(shape)]))),
    }),
    apply: (weights: Weights, x, { inputs, mask, training = false, key, stepping }): Applied => {
      checkMask(mask, x.spec, name);
      const given = inputs.slice(1);
      const kept = stateful ? cell.stateSize.flatMap((_, i) => tensorsOf(weights[`state${i}`])) : [];
      const before = cell.stateSize.flatMap((_, i) => tensorsOf(stepping?.cache?.[`state${i}`])); // of the positions before these
      const states = [before, given, kept].find(({ length }) => length > 0) ?? stateShapes(cell, x.spec).map((shape) => zeros(shape));
      const context: CellContext = { training, key, where: name };
      const run = { x, states, fromZeros: before.length + given.length + kept.length === 0, mask, sequence };
      const [y, last] = runCell(cell, weights, run, context);
      const output = returnSequences && goBackwards ? flip(y, 1) : y;
      const named = Object.fromEntries(last.map((state, i) => [`state${i}`, state]));
      const more = { outputs: returnState ? last : [], mask: returnSequences ? mask : undefined };
      return [output, stateful ? named : {}, { ...more, ...(stepping && { cache: named }) }];
    },
  });
  return Object.assign(made, {
    sequence,
    changed: (changes: SequenceOptions): RecurrentLayer => recurrentLayer(kind, cell, { ...options, ...changes }, config, rank),
  });
}

/** A state that is kept from batch to batch; it starts with zeros. */
const stateWeight = (shape: Shape): ReturnType<typeof weight> =>
  weight(shape.map(Number), zerosInitializer(), { trainable: false, state: true });
