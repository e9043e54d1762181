import { nearest } from "@tidu/core-tensor";
import type { ArrayLike, TensorData } from "@tidu/core-tensor";
import { labelValues } from "../splits/label-groups.ts";
import type { Labels } from "../splits/label-groups.ts";
import { checkKind, fitted } from "./state.ts";

/** A fitted or fresh encoder as plain JSON. */
export interface LabelEncoderState {
  readonly kind: "labelEncoder";
  readonly classes?: readonly (string | number)[];
}

export interface LabelEncoder {
  /** Learns the classes: the different labels in sorted order. */
  fit(labels: Labels): LabelEncoder;
  /** The class index of each label, int32 `[rows]`. */
  transform(labels: Labels): TensorData<"int32">;
  /** `fit`, then `transform` of the same labels. */
  fitTransform(labels: Labels): TensorData<"int32">;
  /** The labels of class indices `[rows]`. */
  inverseTransform(indices: ArrayLike): (string | number)[];
  /** The labels in sorted order; `undefined` before `fit`. */
  readonly classes: readonly (string | number)[] | undefined;
  toJSON(): LabelEncoderState;
}

/**
 * Numbers labels 0 … numClasses - 1 in sorted order (scikit-learn's `LabelEncoder`), as losses on class indices want them.
 *
 * @param options `state`: what `toJSON` gave, to restore a fitted encoder
 * @throws transform throws on a label that fit did not see, inverseTransform on an index that is no class
 * @example
 * ```ts
 * const encoder = labelEncoder();
 * encoder.fitTransform(["dog", "cat", "dog"]); // int32 [1, 0, 1]
 * encoder.classes; // ["cat", "dog"]
 * ```
 */
export function labelEncoder({ state }: { readonly state?: LabelEncoderState } = {}): LabelEncoder {
  if (state) checkKind("labelEncoder", state);
  let classes = state?.classes;

  const encoder: LabelEncoder = {
    fit(labels) {
      const values = labelValues("labelEncoder.fit", labels);
      if (values.length === 0) throw new Error("labelEncoder.fit: expected at least one label, received none.");
      const hole = values.findIndex(Number.isNaN);
      if (hole >= 0) throw new Error(`labelEncoder.fit: the label of row ${hole} is NaN. Drop or fill such rows first.`);
      classes = [...new Set(values)].toSorted((a, b) => (a < b ? -1 : 1));
      return encoder;
    },
    transform(labels) {
      const known = fitted("labelEncoder", "transform", classes);
      const indexOf = new Map(known.map((label, index) => [label, index]));
      const values = labelValues("labelEncoder.transform", labels);
      const data = Int32Array.from(values, (label, row) => indexOf.get(label) ?? unseen(label, row, known));
      return { dtype: "int32", shape: [data.length], data };
    },
    fitTransform: (labels) => encoder.fit(labels).transform(labels),
    inverseTransform(indices) {
      const known = fitted("labelEncoder", "inverseTransform", classes);
      return labelValues("labelEncoder.inverseTransform", indices).map((index, row) => {
        const label = known[Number(index)];
        if (label === undefined)
          throw new RangeError(
            `labelEncoder.inverseTransform: expected class indices from 0 to ${known.length - 1}, received ${index} in row ${row}.`,
          );
        return label;
      });
    },
    get classes() {
      return classes;
    },
    toJSON: () => ({ kind: "labelEncoder", ...(classes && { classes }) }),
  };
  return encoder;
}

function unseen(label: string | number, row: number, known: readonly (string | number)[]): never {
  const close = nearest(String(label), known.map(String));
  const received = typeof label === "string" ? JSON.stringify(label) : label;
  throw new Error(
    `labelEncoder.transform: label ${received} in row ${row} was not seen by fit.${close === undefined ? "" : ` Did you mean ${JSON.stringify(close)}?`}`,
  );
}
