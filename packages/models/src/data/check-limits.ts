import type { TensorData } from "@tidu/core-tensor";
import type { InputLimits } from "../network/input-limits.ts";

/**
 * Checks ids and lengths of sequences, which an engine would answer with an error of its own, or with wrong numbers.
 *
 * @param name the input in errors
 * @throws with the id and where it stands, or the length and what is allowed
 */
export function checkLimits(name: string, { data, shape }: TensorData, { ids, longest }: InputLimits): void {
  const length = longest && shape[longest.axis];
  if (longest !== undefined && length !== undefined && length > longest.length) {
    throw new RangeError(
      `${name} has ${length} positions on axis ${longest.axis}; layer "${longest.layer}" takes sequences of up to ${longest.length}. Cut them, or give the layer a larger sequenceLength.`,
    );
  }
  if (ids === undefined) return;
  for (let i = 0; i < data.length; i++) {
    const id = Number(data[i]);
    if (id >= 0 && id < ids.count) continue;
    throw new RangeError(
      `${name}: the id ${id} at [${placeOf(i, shape).join(", ")}] is not one of layer "${ids.layer}", whose ids run from 0 to ${ids.count - 1}. Give the layer more ids (inputDim), or replace those it does not know.`,
    );
  }
}

/** The indices along the axes of an element. */
function placeOf(position: number, shape: readonly number[]): readonly number[] {
  const place: number[] = [];
  let rest = position;
  for (const size of shape.toReversed()) {
    place.unshift(rest % size);
    rest = Math.floor(rest / size);
  }
  return place;
}
