import { printShape, sizeOfShape, tensorData } from "@tidu/core-tensor";
import type { TensorData, TensorSpec } from "@tidu/core-tensor";
import type { Loss } from "../losses/loss.ts";
import { checkFinite } from "./check-finite.ts";
import { hostArray } from "./host-array.ts";
import type { NamedSpec } from "../network/network.ts";
import { checkRange, toClassIds } from "./labels.ts";
import { perName } from "./per-name.ts";
import type { PerName } from "./per-name.ts";

/** What `fit` and `evaluate` take as y: one array, one for each output in order, or by the outputs' names. */
export type Targets = PerName;

export interface ReadTargetsOptions {
  /** The rows of x. */
  readonly rows: number;
  /** The method that was called, for errors. */
  readonly where: string;
}

/**
 * The arrays of y on the host in the order of the model's outputs, in the shapes they come in: {@link fitTargets} makes them what a
 * loss needs. A typed array with several numbers a row is cut into rows like the output.
 *
 * @throws when an array is empty, holds NaN or infinity, or has not as many rows as x
 */
export async function readTargets(
  y: Targets,
  outputs: readonly NamedSpec[],
  { rows, where }: ReadTargetsOptions,
): Promise<readonly TensorData[]> {
  const names = outputs.map(({ name }) => name);
  const arrays = perName(`${where}: y`, "output", y, names);
  return Promise.all(
    outputs.map(async ({ name, spec }, i) => {
      const title = targetTitle(where, name, outputs.length);
      const given = arrays[i];
      if (given === undefined) throw new Error(`${title}: expected an array, received undefined.`);
      const array = cutRows(await hostArray(title, given), spec, rows);
      if (array.data.length === 0)
        throw new Error(`${title} is empty (shape ${printShape(array.shape)}). Expected ${rows} rows, as x has.`);
      if (array.shape[0] !== rows) {
        throw new Error(
          `${title} has ${array.shape[0] ?? 0} rows (shape ${printShape(array.shape)}), x has ${rows}. Every row of x needs its row of y.`,
        );
      }
      checkFinite(title, array);
      return array;
    }),
  );
}

/**
 * Targets as a loss needs them: its shape and dtype, class ids and ranges checked.
 *
 * @param title names them in errors: {@link targetTitle}
 * @throws when they do not fit the loss, or one is out of range (which row)
 */
export function fitTargets(title: string, loss: Loss, values: TensorData, prediction: TensorSpec): TensorData {
  const { dtype, shape } = targetSpec(title, loss, values, prediction);
  const [rows = 0, ...given] = values.shape;
  const inner = shape.slice(1).map((dim, axis) => (typeof dim === "number" ? dim : (given[axis] ?? 1)));
  if (rows * sizeOfShape(inner) !== values.data.length)
    throw new Error(`${title}: expected rows of shape ${printShape(inner)}, received ${printShape(given)}.`);
  const shaped: TensorData = { ...values, shape: [rows, ...inner] };
  const problem = loss.problem?.(shaped, prediction);
  if (problem !== undefined) throw new RangeError(`${title}: ${problem}`);
  if (dtype === "int32") return toClassIds(title, shaped, { numClasses: loss.numClasses?.(prediction), ignoreClass: loss.ignoreClass });
  if (loss.range !== undefined) checkRange(title, shaped, loss.range, loss.name);
  return tensorData(shaped, shaped.shape, dtype);
}

/** What the loss needs. @throws naming the array */
function targetSpec(title: string, loss: Loss, { dtype, shape }: TensorData, prediction: TensorSpec): TensorSpec {
  try {
    return loss.target(prediction, { dtype, shape });
  } catch (error) {
    throw new Error(`${title}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}

/** `fit: y`, or `fit: y for output "age"` where there are several. */
export const targetTitle = (where: string, output: string, outputs: number): string =>
  outputs > 1 ? `${where}: y for output "${output}"` : `${where}: y`;

/** A flat array of all numbers of the output, row after row. */
function cutRows(array: TensorData, spec: TensorSpec, rows: number): TensorData {
  const inner = spec.shape.slice(1);
  if (array.shape.length !== 1 || array.shape[0] === rows || !inner.every((dim) => typeof dim === "number")) return array;
  const shape = [rows, ...inner.map(Number)];
  return sizeOfShape(shape) === array.data.length ? { ...array, shape } : array;
}
