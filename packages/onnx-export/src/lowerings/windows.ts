import { addDims, mulDims, subDims } from "@tidu/core-tensor";
import type { Dim, Shape, WindowParams } from "@tidu/core-tensor";
import type { Attributes, Operand } from "../lowering.ts";

/** How far windows reach and slide, per spatial axis. */
export interface Windows extends Omit<WindowParams, "dataFormat"> {
  readonly size: readonly number[];
  readonly dilations?: readonly number[];
  readonly groups?: number;
}

/** The attributes of a convolution or pooling; what ONNX has as default stays unsaid. */
export const windowAttributes = ({ size, strides, low, high, dilations = [], groups = 1 }: Windows): Attributes => ({
  kernel_shape: size,
  ...(strides.some((stride) => stride !== 1) && { strides }),
  ...([...low, ...high].some((count) => count !== 0) && { pads: [...low, ...high] }),
  ...(dilations.some((dilation) => dilation !== 1) && { dilations }),
  ...(groups !== 1 && { group: groups }),
});

/** The kernel of a filter `[filters, channels, ...kernel]`. */
export const kernelOf = (filter: Operand): readonly number[] => filter.spec.shape.slice(2).map(Number);

/** Elements from the first tap of a window to its last. */
export const reachOf = ({ size, dilations = [] }: Windows): readonly number[] =>
  size.map((taps, axis) => (dilations[axis] ?? 1) * (taps - 1) + 1);

/** How many elements of the padded image lie behind the last of `counts` windows: from 0 to stride - 1. */
export const restOf = (windows: Windows, spatial: Shape, counts: Shape): Shape => {
  const reach = reachOf(windows);
  return spatial.map((size, axis): Dim => {
    const first = addDims(size, (windows.low[axis] ?? 0) + (windows.high[axis] ?? 0) - (reach[axis] ?? 1));
    return subDims(first, mulDims(addDims(counts[axis] ?? 1, -1), windows.strides[axis] ?? 1));
  });
};
