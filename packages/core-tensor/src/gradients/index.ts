import type { OpName, Ops } from "../ops/index.ts";
import { controlGradients } from "./control.ts";
import { convolutionGradients } from "./convolution.ts";
import { elementwiseGradients } from "./elementwise.ts";
import { indexingGradients } from "./indexing.ts";
import { linalgGradients } from "./linalg.ts";
import { movementGradients } from "./movement.ts";
import { poolingGradients } from "./pooling.ts";
import { randomGradients } from "./random.ts";
import { reduceGradients } from "./reduce.ts";
import type { GradientRule } from "./rule.ts";

/** How every op differentiates. A missing op is a compile error that names it. */
export const gradients: { readonly [K in OpName]: GradientRule<Ops[K]> } = {
  ...elementwiseGradients,
  ...reduceGradients,
  ...movementGradients,
  ...linalgGradients,
  ...convolutionGradients,
  ...poolingGradients,
  ...indexingGradients,
  ...randomGradients,
  ...controlGradients,
};
