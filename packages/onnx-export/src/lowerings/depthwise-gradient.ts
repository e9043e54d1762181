import { addDims, mulDims, sizeOfDims, sizeOfShape } from "@tidu/core-tensor";
import type { Operand, Write } from "../lowering.ts";
import { padded, reshaped, sliced, transposed } from "./arrange.ts";
import { floats, positionsIn } from "./floats.ts";
import type { Windows } from "./windows.ts";

/** Up to this width of g the product of all pairs of columns is faster than one pass per tap. */
const widest = 64;

/** Whether every channel has filters of its own, and rows are short enough. */
export const suitsColumnPairs = (x: Operand, g: Operand, { groups = 1, size }: Windows, inChannels: number): boolean => {
  const width = g.spec.shape.at(-1) ?? 0;
  return (
    groups > 1 &&
    inChannels === 1 &&
    size.length > 1 &&
    typeof width === "number" &&
    width <= widest &&
    typeof x.spec.shape.at(-1) === "number"
  );
};

/**
 * The gradient of a depthwise convolution in its filter, `[filters, taps]`: for every row of taps the products of all columns of g
 * with all columns of the image, summed over images and rows by one matrix product, and of those the pairs that a tap has met.
 */
export const columnPairs = (x: Operand, g: Operand, windows: Windows, filters: number, write: Write): Operand => {
  const { size, strides, low, high, groups = 1 } = windows;
  const dilations = windows.dilations ?? size.map(() => 1);
  const [batch = 1, , ...counts] = g.spec.shape;
  const swapped = [1, 0, ...size.map((_, axis) => axis + 2)];
  const rows = mulDims(batch, sizeOfDims(counts.slice(0, -1)));
  const image = padded(transposed(x, swapped, write), low, high, write); // [channels, batch, ...padded]
  const [columns, width] = [Number(counts.at(-1)), Number(image.spec.shape.at(-1))];
  const perChannel = reshaped(transposed(g, swapped, write), [groups, filters / groups, rows, columns], write);
  const left = transposed(perChannel, [0, 1, 3, 2], write);

  const last = size.length - 1;
  const [stride, dilation, taps] = [strides[last] ?? 1, dilations[last] ?? 1, size[last] ?? 1];
  const met = floats(
    [columns * width, taps],
    ([pair = 0, tap = 0]) => Number(pair % width === Math.floor(pair / width) * stride + tap * dilation),
    write,
  );
  const ofRows = positionsIn(size.slice(0, -1)).map((tap) => {
    const starts = tap.map((position, axis) => position * (dilations[axis] ?? 1));
    const limits = starts.map((start, axis) => addDims(mulDims(addDims(counts[axis] ?? 1, -1), strides[axis] ?? 1), start + 1));
    const part = { starts: [0, 0, ...starts, 0], limits: [groups, batch, ...limits, width], steps: [1, 1, ...strides.slice(0, -1), 1] };
    const right = reshaped(sliced(image, part, write), [groups, 1, rows, width], write);
    const pairs: Operand = {
      name: write.node("MatMul", [left, right]),
      spec: { ...g.spec, shape: [groups, filters / groups, columns, width] },
    };
    return write.node("MatMul", [reshaped(pairs, [filters, columns * width], write), met]);
  });
  const name = ofRows.length === 1 ? (ofRows[0] ?? "") : write.node("Concat", ofRows, { axis: 1 });
  return { name, spec: { dtype: "float32", shape: [filters, sizeOfShape(size)] } };
};
