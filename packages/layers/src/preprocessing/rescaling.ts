import { dtypes, tensor } from "@tidu/core-tensor";
import { layer } from "../define-layer.ts";
import type { Layer, LayerOptions } from "../layer.ts";

export interface RescalingOptions extends LayerOptions {
  /** One factor, or one per feature of the last axis. */
  readonly scale: number | readonly number[];
  /** Added after scaling: one number, or one per feature. Default: 0. */
  readonly offset?: number | readonly number[] | undefined;
}

/**
 * `x · scale + offset`, as float32 whatever the dtype of the input (Keras `Rescaling`).
 *
 * @example
 * rescaling({ scale: 1 / 255 }); // pixels to [0, 1]
 */
export function rescaling(options: RescalingOptions): Layer {
  const { scale, offset = 0 } = options;
  return layer("rescaling", {
    options,
    config: { scale, offset },
    dtypes,
    check: ([{ shape }]) => {
      const perFeature = [scale, offset].find((value) => typeof value === "object" && value.length !== 1 && value.length !== shape.at(-1));
      return typeof perFeature === "object" ? `expected ${perFeature.length} features on the last axis` : undefined;
    },
    masking: "passes",
    apply: (_, x) => x.cast("float32").mul(operand(scale)).add(operand(offset)),
  });
}

const operand = (value: number | readonly number[]): number | ReturnType<typeof tensor> =>
  typeof value === "number" ? value : tensor(value);
