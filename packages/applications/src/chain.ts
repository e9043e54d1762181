import type { Layer, Symbolic } from "@tidu/layers";

/** One layer after the other. */
export const chain = (x: Symbolic, ...layers: readonly Layer[]): Symbolic => layers.reduce((value, layer) => layer(value), x);
