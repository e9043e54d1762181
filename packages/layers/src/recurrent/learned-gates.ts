import type { ConfigOptions } from "../config.ts";
import { learnedBias, learnedKernel, learnedRecurrent } from "../learned.ts";
import type { WeightSpec } from "../weight.ts";
import { dropoutOf } from "./gates.ts";
import type { CellDropout, GatedOptions } from "./gates.ts";

/** The options that all cells share, read. */
export interface LearnedGates {
  readonly useBias: boolean;
  /** The options of the weights and of dropout, as a file holds them. */
  readonly config: ConfigOptions;
  readonly dropout: CellDropout;
  /** Whether a step in training is another one than in prediction. */
  readonly differsInTraining: boolean;
  /** The specs of the weights. `bias`: of what there is when a bias is wanted, which `change` may make another. */
  weights(
    shapes: { readonly kernel: readonly number[]; readonly recurrentKernel: readonly number[]; readonly bias: readonly number[] },
    change?: (bias: WeightSpec) => WeightSpec,
  ): { readonly kernel: WeightSpec; readonly recurrentKernel: WeightSpec; readonly bias?: WeightSpec };
}

/**
 * Reads the options of a cell's weights and of its dropout.
 *
 * @param gates how many there are
 * @throws when one is not known, or no share
 */
export function learnedGates(options: Omit<GatedOptions, "units">, gates: number, where: string): LearnedGates {
  const [kernel, recurrent, bias] = [learnedKernel(options, where), learnedRecurrent(options, where), learnedBias(options, where)];
  const dropout = dropoutOf(options, gates, where);
  return {
    useBias: bias.useBias,
    config: {
      ...kernel.config,
      ...recurrent.config,
      ...bias.config,
      dropout: dropout.dropout,
      recurrentDropout: dropout.recurrentDropout,
      seed: dropout.seed,
    },
    dropout,
    differsInTraining: dropout.dropout > 0 || dropout.recurrentDropout > 0,
    weights: (shapes, change = (spec) => spec) => ({
      kernel: kernel.spec(shapes.kernel),
      recurrentKernel: recurrent.spec(shapes.recurrentKernel),
      ...(bias.useBias && { bias: change(bias.spec(shapes.bias)) }),
    }),
  };
}
