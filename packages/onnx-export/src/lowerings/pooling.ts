import { splitImage } from "@tidu/core-tensor";
import type { OpFamily, PoolParams } from "@tidu/core-tensor";
import type { Lowered, Lowerings, Operand, Write } from "../lowering.ts";
import { averageGradient } from "./average-gradient.ts";
import { imageBack, imageFirst } from "./channels-first.ts";
import { maxGradient } from "./max-gradient.ts";
import { windowAttributes } from "./windows.ts";

/** A pooling operator; padding is no part of the windows. */
const pool =
  (opType: "MaxPool" | "AveragePool") =>
  ({ x }: { readonly x: Operand }, params: PoolParams, write: Write): readonly Lowered[] => {
    const y = write.node(opType, [imageFirst(x, params.dataFormat, write)], windowAttributes(params));
    return [imageBack(y, x.spec.shape.length, params.dataFormat, write)];
  };

export const pooling: Lowerings<OpFamily<"pooling">> = {
  // onnxruntime keeps NaN where it comes last or is all there is, and gives the lowest number for nothing but minus infinity.
  maxPool: pool("MaxPool"),
  maxPoolGradient: ({ x, g }, params, write) => {
    const { dataFormat } = params;
    const gradient = maxGradient(imageFirst(x, dataFormat, write), imageFirst(g, dataFormat, write), params, write);
    return [imageBack(gradient, x.spec.shape.length, dataFormat, write)];
  },
  maxPoolSelect: ({ x, values }, params, write) => {
    const { dataFormat } = params;
    const [, positions = ""] = write.outputs(2, "MaxPool", [imageFirst(x, dataFormat, write)], windowAttributes(params));
    const flat = write.node("Reshape", [imageFirst(values, dataFormat, write), write.ints([-1])]);
    return [imageBack(write.node("Gather", [flat, positions], { axis: 0 }), x.spec.shape.length, dataFormat, write)];
  },
  averagePool: pool("AveragePool"),
  averagePoolGradient: ({ g }, params, write) => {
    const { dataFormat, inputShape } = params;
    const { spatial } = splitImage(inputShape, dataFormat);
    const gradient = averageGradient(imageFirst(g, dataFormat, write), params, spatial, write);
    return [imageBack(gradient, g.spec.shape.length, dataFormat, write)];
  },
};
