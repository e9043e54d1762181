import { isTensorData, Tensor } from "@tidu/core-tensor";
import type { Inputs } from "../data/inputs.ts";
import { describeReceived } from "../data/received.ts";
import type { Targets } from "../data/targets.ts";
import { checkKindOfData } from "../fit-options.ts";
import { isStream } from "./batch-like.ts";
import type { Batches } from "./batch-like.ts";

/** What a method was called with: arrays, or a stream, with the options for it. */
export type GivenData<ArrayOptions, StreamOptions> =
  | { readonly kind: "arrays"; readonly x: Inputs; readonly y: Targets; readonly options: ArrayOptions }
  | { readonly kind: "stream"; readonly stream: Batches; readonly options: StreamOptions };

/**
 * Tells `(x, y, options)` from `(batches, options)`.
 *
 * @throws when a stream comes with targets, arrays come without, or an option is for the other of the two
 */
export function givenData<ArrayOptions extends object, StreamOptions extends object>(
  where: string,
  x: Inputs | Batches,
  second: Targets | StreamOptions | undefined,
  third: ArrayOptions | undefined,
): GivenData<ArrayOptions, StreamOptions> {
  if (isStream(x)) {
    if (third !== undefined || isNumbers(second))
      throw new Error(`${where}: a stream of batches brings its targets with it. Leave y out: ${where}(batches, options).`);
    const options = (second ?? {}) as StreamOptions; // the overloads say so
    checkKindOfData(where, true, options);
    return { kind: "stream", stream: x as Batches, options };
  }
  if (second === undefined)
    throw new TypeError(`${where}: expected targets after x (${describeReceived(x)}), or a stream of batches { x, y } alone.`);
  const options = (third ?? {}) as ArrayOptions; // all are optional
  checkKindOfData(where, false, options);
  return { kind: "arrays", x: x as Inputs, y: second as Targets, options };
}

const isNumbers = (value: unknown): boolean =>
  Array.isArray(value) || ArrayBuffer.isView(value) || value instanceof Tensor || isTensorData(value);
