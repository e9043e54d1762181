import { sizeOfDims, splitFilter, splitImage } from "@tidu/core-tensor";
import type { InputsOf, OpFamily, Ops } from "@tidu/core-tensor";
import type { Lowerings, Operand, Write } from "../lowering.ts";
import { reshaped } from "./arrange.ts";
import { filterFirst, imageBack, imageFirst } from "./channels-first.ts";
import { filterGradient } from "./filter-gradient.ts";
import { inputGradient } from "./input-gradient.ts";
import { kernelOf, windowAttributes } from "./windows.ts";

/** What Conv and ConvTranspose take besides: a graph may have got a bias before it is written. */
interface WithBias {
  readonly bias?: Operand;
}

export const convolution: Lowerings<OpFamily<"convolution">> = {
  conv: ({ x, filter, bias }: InputsOf<Ops["conv"], Operand> & WithBias, params, write) => {
    const { dataFormat } = params;
    const image = imageFirst(x, dataFormat, write);
    const weights = filterFirst(filter, dataFormat, write);
    const y = write.node("Conv", [image, weights, ...vector(bias, write)], windowAttributes({ ...params, size: kernelOf(weights) }));
    return [imageBack(y, x.spec.shape.length, dataFormat, write)];
  },
  convInputGradient: ({ g, filter, bias }: InputsOf<Ops["convInputGradient"], Operand> & WithBias, params, write) => {
    const { dataFormat } = params;
    const image = imageFirst(g, dataFormat, write);
    const weights = filterFirst(filter, dataFormat, write);
    const { spatial } = splitImage(params.inputShape, dataFormat);
    const windows = { ...params, size: kernelOf(weights) };
    const x = inputGradient([image, weights, ...vector(bias, write)], windows, spatial, write);
    return [imageBack(x, g.spec.shape.length, dataFormat, write)];
  },
  convFilterGradient: ({ x, g }, params, write) => {
    const { dataFormat } = params;
    const { kernel, inChannels, filters } = splitFilter(params.filterShape, dataFormat);
    const windows = { ...params, size: kernel };
    const channels = { inChannels, filters, dataFormat };
    return [filterGradient(imageFirst(x, dataFormat, write), imageFirst(g, dataFormat, write), windows, channels, write)];
  },
};

/** A bias as ONNX has it. */
const vector = (bias: Operand | undefined, write: Write): readonly Operand[] =>
  bias ? [reshaped(bias, [sizeOfDims(bias.spec.shape)], write)] : [];
