import { sameDim } from "@tidu/core-tensor";
import type { TensorSpec } from "@tidu/core-tensor";
import type { Layer } from "@tidu/layers";

/** What the layers that read an input allow of its numbers and sizes, which graphs cannot check. */
export interface InputLimits {
  /** Ids run from 0 to one less than `count`. */
  readonly ids?: { readonly count: number; readonly layer: string } | undefined;
  /** The longest sequence on an axis of free size. */
  readonly longest?: { readonly length: number; readonly axis: number; readonly layer: string } | undefined;
}

/** An application of a layer: the values that it reads, and the specs that they had at first. */
interface Reader {
  readonly layer: { readonly name: string; readonly layer: Layer; readonly inputs: readonly TensorSpec[] };
  readonly inputs: readonly number[];
}

/**
 * What the applications of a network allow of the input that is the value `position`.
 *
 * @param inside the limits of the inputs of a layer that is a model
 */
export function inputLimits(
  position: number,
  { shape }: TensorSpec,
  applications: readonly Reader[],
  inside: (layer: Layer) => readonly InputLimits[] | undefined,
): InputLimits {
  const ids = applications.flatMap(({ layer: { name, layer }, inputs }) => {
    const at = inputs.indexOf(position);
    const inner = inside(layer);
    const count = at < 0 ? undefined : inner === undefined ? layer.idCount : inner[at]?.ids?.count;
    return count === undefined ? [] : [{ count, layer: name }];
  });
  const longest = applications.flatMap(({ layer: { name, layer, inputs } }) => {
    const limits = inside(layer)?.map(({ longest }) => longest) ?? [{ length: layer.longestSequence, axis: 1 }];
    return limits.flatMap((limit, i) => {
      const time = limit && inputs[i]?.shape[limit.axis];
      const axis = shape.findIndex((dim, axis) => axis > 0 && typeof dim !== "number" && time !== undefined && sameDim(dim, time));
      return limit?.length === undefined || axis < 0 ? [] : [{ length: limit.length, axis, layer: name }];
    });
  });
  const [fewest] = ids.toSorted((a, b) => a.count - b.count);
  const [shortest] = longest.toSorted((a, b) => a.length - b.length);
  return { ...(fewest && { ids: fewest }), ...(shortest && { longest: shortest }) };
}
