import { concat, conv, placeholder, sliceAxis, split } from "@tidu/core-tensor";
import type { Shape, Tensor, TensorSpec } from "@tidu/core-tensor";
import { toActivation } from "../activations/to-activation.ts";
import type { ActivationLike } from "../activations/to-activation.ts";
import { knownSize } from "../check-inputs.ts";
import { filterOf, slidingOf } from "../convolution/sliding.ts";
import type { SlidingOptions } from "../convolution/sliding.ts";
import { channelAxis, perChannel, windowProblem } from "../images.ts";
import type { SpatialAxes } from "../images.ts";
import { positiveInteger } from "../option-checks.ts";
import { recurrentCell } from "./cell.ts";
import type { Cell } from "./cell.ts";
import { masksOf } from "./gates.ts";
import type { GatedOptions } from "./gates.ts";
import { learnedGates } from "./learned-gates.ts";
import { forgetNothing } from "./lstm-cell.ts";

/** Options of a step whose products are convolutions. */
export interface ConvLstmCellOptions<Size> extends SlidingOptions<Size>, Omit<GatedOptions, "units"> {
  /** The number of channels of the output and of each state. */
  readonly filters: number;
  /** Of the candidate and of what leaves. Default: `"tanh"`. */
  readonly activation?: ActivationLike | undefined;
  /** Of the gates. Default: `"sigmoid"`. */
  readonly recurrentActivation?: ActivationLike | undefined;
  /** Start with a bias of 1 for the forget gate (Jozefowicz et al. 2015). Default: true. */
  readonly unitForgetBias?: boolean | undefined;
}

/**
 * One step of a convolutional long short-term memory (Shi et al. 2015, without peepholes; Keras `ConvLSTMCell`): the equations of
 * {@link lstmCell} with convolutions of images in place of products. States and output are images of the size that the windows
 * over the input give; the windows over the state have the same size, strides of 1 and padding "same".
 */
export function convLstmCell(
  kind: string,
  axes: SpatialAxes,
  options: ConvLstmCellOptions<number | readonly number[]>,
  where: string,
): Cell {
  const { unitForgetBias = true } = options;
  const filters = positiveInteger(where, "filters", options.filters);
  const sliding = slidingOf({ ...options, activation: options.activation ?? "tanh" }, axes, where, ["valid", "same"]);
  const { kernelSize, strides, dilationRate: dilations, padding, dataFormat, activation } = sliding;
  const recurrentActivation = toActivation(options.recurrentActivation ?? "sigmoid", `${where}: recurrentActivation`);
  const learnt = learnedGates(options, 4, where);
  const channels = channelAxis(dataFormat);
  const overInput: Product = (x, kernel) => conv(x, filterOf(kernel, dataFormat), { strides, padding, dilations, dataFormat });
  const overState: Product = (h, kernel) => conv(h, filterOf(kernel, dataFormat), { padding: "same", dataFormat });
  const stateShape = ({ shape, dtype }: TensorSpec): Shape => {
    const kernel = placeholder({ dtype, shape: [...kernelSize, shape.at(channels) ?? 1, filters] }, "kernel");
    return overInput(placeholder({ dtype, shape }, "x"), kernel).shape;
  };
  return recurrentCell(kind, {
    config: {
      filters,
      ...sliding.config,
      recurrentActivation: recurrentActivation.config,
      ...learnt.config,
      unitForgetBias,
    },
    stateSize: [filters, filters],
    check: (x) => windowProblem(x, axes, sliding),
    stateShapes: (x) => [stateShape(x), stateShape(x)],
    weights: (x, where) =>
      learnt.weights(
        {
          kernel: [...kernelSize, knownSize(x, channels, where), 4 * filters],
          recurrentKernel: [...kernelSize, filters, 4 * filters],
          bias: [4 * filters],
        },
        unitForgetBias ? forgetNothing(filters) : undefined,
      ),
    prepare: ({ kernel, recurrentKernel, bias }, x, context) => ({
      kernel,
      recurrentKernel,
      bias: bias && perChannel(bias, axes, dataFormat),
      masks: masksOf(learnt.dropout, { inputs: x.shape, states: stateShape(x) }, context),
    }),
    step: ({ kernel, recurrentKernel, bias, masks }, x, [h, c]) => {
      const fromInput = dropped(overInput, x, kernel, masks.inputs, channels);
      const z = (bias === undefined ? fromInput : fromInput.add(bias)).add(
        dropped(overState, h, recurrentKernel, masks.recurrent, channels),
      );
      const at = (gate: number): Tensor => sliceAxis(z, channels, gate * filters, (gate + 1) * filters);
      const [i, f, o] = [recurrentActivation.apply(at(0)), recurrentActivation.apply(at(1)), recurrentActivation.apply(at(3))];
      const candidate = activation.apply(at(2));
      const carried = f.mul(c).add(i.mul(candidate));
      const y = o.mul(activation.apply(carried));
      return [y, [y, carried]];
    },
  });
}

/** An image and a kernel `[...window, channels, filters]`. */
type Product = (x: Tensor, kernel: Tensor) => Tensor;

/** A product with what is dropped of x: one mask for all gates, or one for the filters of each. */
function dropped(product: Product, x: Tensor, kernel: Tensor, masks: readonly Tensor[] | undefined, channels: number): Tensor {
  const [first, ...others] = masks ?? [];
  if (first === undefined || masks === undefined) return product(x, kernel);
  if (others.length === 0) return product(x.mul(first), kernel);
  const filters = split(kernel, masks.length, -1);
  return concat(
    filters.map((part, gate) => product(x.mul(masks[gate] ?? first), part)),
    channels,
  );
}
