import { Tensor } from "@tidu/core-tensor";
import { isWeightSpec } from "@tidu/layers";
import type { Weights, WeightSpec, WeightSpecs } from "@tidu/layers";

/** Weights by path: `dense_1/kernel`. */
export type FlatWeights = Readonly<Record<string, Tensor>>;

/** The specs of one layer by path. */
export const pathsOf = (specs: WeightSpecs, path: string): readonly (readonly [path: string, spec: WeightSpec])[] =>
  Object.entries(specs).flatMap(([name, spec]) => {
    const at = `${path}/${name}`;
    return isWeightSpec(spec) ? [[at, spec] as const] : pathsOf(spec, at);
  });

/** The tensors of a nested tree by path. */
export const weightEntries = (tree: Weights, path: string): readonly (readonly [path: string, weight: Tensor])[] =>
  Object.entries(tree).flatMap(([name, value]) => {
    const at = `${path}/${name}`;
    return value instanceof Tensor ? [[at, value] as const] : weightEntries(value, at);
  });

/** The nested tree of what there is by path; layers without any are left out. */
export const knownAt = (specs: WeightSpecs, path: string, weights: FlatWeights): Weights =>
  Object.fromEntries(
    Object.entries(specs).flatMap(([name, spec]): readonly [string, Tensor | Weights][] => {
      const at = `${path}/${name}`;
      const known = isWeightSpec(spec) ? weights[at] : knownAt(spec, at, weights);
      return known === undefined || (!(known instanceof Tensor) && Object.keys(known).length === 0) ? [] : [[name, known]];
    }),
  );

/**
 * The nested weights of one layer, out of all by path.
 *
 * @throws when one is missing
 */
export function weightsAt(specs: WeightSpecs, path: string, weights: FlatWeights): Weights {
  return Object.fromEntries(
    Object.entries(specs).map(([name, spec]) => {
      const at = `${path}/${name}`;
      if (!isWeightSpec(spec)) return [name, weightsAt(spec, at, weights)];
      const value = weights[at];
      if (value === undefined) throw new Error(`The model has no weight "${at}".`);
      return [name, value];
    }),
  );
}
