import type { OpFamily } from "@tidu/core-tensor";
import type { Lowerings } from "../lowering.ts";
import { addRows } from "./add-rows.ts";
import { transposed } from "./arrange.ts";
import { cast } from "./cast.ts";

/** The largest float32 but one, and but two. */
const [secondLargest, thirdLargest] = [3.4028232635611926e38, 3.4028230607370965e38];

/** `count` axes from `from` on, moved to the front. */
const toFront = (ndim: number, from: number, count: number): readonly number[] => {
  const axes = Array.from({ length: ndim }, (_, axis) => axis);
  const isMoved = (axis: number): boolean => axis >= from && axis < from + count;
  return [...axes.filter(isMoved), ...axes.filter((axis) => !isMoved(axis))];
};

export const indexing: Lowerings<OpFamily<"indexing">> = {
  gather: ({ x, indices }, { axis }, write) => [write.node("Gather", [x, indices], { axis })],
  scatterAdd: ({ x, indices, updates }, { axis }, write) => {
    if (axis === 0) return [addRows(x, indices, updates, write)];
    const order = toFront(x.spec.shape.length, axis, 1);
    const rows = transposed(updates, toFront(updates.spec.shape.length, axis, indices.spec.shape.length), write);
    const sum = addRows(transposed(x, order, write), indices, rows, write);
    return [write.node("Transpose", [sum], { perm: order.map((_, i) => order.indexOf(i)) })];
  },
  takeAlongAxis: ({ x, indices }, { axis }, write) => [write.node("GatherElements", [x, indices], { axis })],
  scatterAddAlongAxis: ({ x, indices, updates }, { axis }, write) => [
    write.node("ScatterElements", [x, indices, updates], { axis, reduction: "add" }),
  ],
  cumsum: ({ x }, { axis, exclusive, reverse }, write) => [write.node("CumSum", [x, write.scalar(axis, "int32")], { exclusive, reverse })],
  topK: ({ x }, { k, largest }, write) => {
    const count = write.shape([k]);
    if (x.spec.dtype !== "float32") {
      const [values = "", positions = ""] = write.outputs(2, "TopK", [x, count], { largest });
      return [values, cast(positions, "int32", write)];
    }
    // onnxruntime puts NaN anywhere, and on a GPU loses infinities and the largest float32: NaN is ranked above all others, and both below it
    const finite = write.node("Clip", [x, write.scalar(-thirdLargest, "float32"), write.scalar(thirdLargest, "float32")]);
    const ranked = write.node("Where", [write.node("IsNaN", [x]), write.scalar(secondLargest, "float32"), finite]);
    const [, positions = ""] = write.outputs(2, "TopK", [ranked, count], { largest });
    return [write.node("GatherElements", [x, positions], { axis: x.spec.shape.length - 1 }), cast(positions, "int32", write)];
  },
  iota: (_, { size, dtype }, write) => {
    const counted = dtype === "uint32" ? "int32" : dtype; // Range has no uint32
    const range = write.node("Range", [write.scalar(0, counted), write.size(size, counted), write.scalar(1, counted)]);
    return [counted === dtype ? range : cast(range, "uint32", write)];
  },
};
