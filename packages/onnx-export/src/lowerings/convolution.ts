import { splitFilter, splitImage } from "@tidu/core-tensor";
import type { OpFamily } from "@tidu/core-tensor";
import type { Lowerings, Operand } from "../lowering.ts";
import { reshaped } from "./arrange.ts";
import { filterFirst, imageBack, imageFirst } from "./channels-first.ts";
import { filterGradient } from "./filter-gradient.ts";
import { inputGradient } from "./input-gradient.ts";
import { kernelOf, windowAttributes } from "./windows.ts";

/** What Conv takes: a bias may have been added to the op's inputs. */
interface ConvInputs {
  readonly x: Operand;
  readonly filter: Operand;
  readonly bias?: Operand;
}

export const convolution: Lowerings<OpFamily<"convolution">> = {
  conv: ({ x, filter, bias }: ConvInputs, params, write) => {
    const { dataFormat } = params;
    const image = imageFirst(x, dataFormat, write);
    const weights = filterFirst(filter, dataFormat, write);
    const added = bias ? [reshaped(bias, weights.spec.shape.slice(0, 1), write)] : [];
    const y = write.node("Conv", [image, weights, ...added], windowAttributes({ ...params, size: kernelOf(weights) }));
    return [imageBack(y, x.spec.shape.length, dataFormat, write)];
  },
  convInputGradient: ({ g, filter }, params, write) => {
    const { dataFormat } = params;
    const image = imageFirst(g, dataFormat, write);
    const weights = filterFirst(filter, dataFormat, write);
    const { spatial } = splitImage(params.inputShape, dataFormat);
    const x = inputGradient(image, weights, { ...params, size: kernelOf(weights) }, spatial, write);
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
