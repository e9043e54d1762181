import type { Lowered, Write } from "../lowering.ts";

/** Every pixel of an image `[batch, channels, ...spatial]` as often as `times` says, per spatial axis. */
export const upsampled = (x: Lowered, times: readonly number[], write: Write): string => {
  const scales = write.constant({ dtype: "float32", shape: [times.length + 2], data: Float32Array.of(1, 1, ...times) });
  return write.node("Resize", [x, "", scales], { mode: "nearest", coordinate_transformation_mode: "asymmetric", nearest_mode: "floor" });
};
