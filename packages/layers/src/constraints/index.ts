export { maxNorm, minMaxNorm, unitNorm } from "./norm-constraints.ts";
export type { MaxNormOptions, MinMaxNormOptions, UnitNormOptions } from "./norm-constraints.ts";
export { nonNeg } from "./non-neg.ts";
export { factories, toConstraint } from "./to-constraint.ts";
export type { ConstraintLike, ConstraintName } from "./to-constraint.ts";
export type { Constraint } from "./constraint.ts";
