import { literal } from "@tidu/core-tensor";
import { checkOptions } from "../check-option.ts";
import { mapLeaves, stateless } from "../transform.ts";
import type { Transform } from "../transform.ts";

/** Scales each parameter's gradient down to at most this Euclidean norm. Keras: `clipnorm`. */
export function clipByNorm(clipNorm: number): Transform {
  checkOptions("clipByNorm", { clipNorm }, { above: 0 });
  return stateless({ kind: "clipByNorm", options: { clipNorm } }, (updates) =>
    mapLeaves(updates, (g) => {
      const norm = g.square().sum().sqrt();
      return g.mul(literal(clipNorm, "float32").div(norm.maximum(clipNorm)));
    }),
  );
}
