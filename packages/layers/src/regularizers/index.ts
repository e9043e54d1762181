export { l1, l1l2, l2 } from "./norm-penalty.ts";
export type { L1L2Options, L1Options, L2Options } from "./norm-penalty.ts";
export { orthogonalRegularizer } from "./orthogonal-regularizer.ts";
export type { OrthogonalRegularizerOptions } from "./orthogonal-regularizer.ts";
export { factories, toRegularizer } from "./to-regularizer.ts";
export type { RegularizerLike, RegularizerName } from "./to-regularizer.ts";
export type { Regularizer } from "./regularizer.ts";
