import { printShape, tensor, tensorData } from "@tidu/core-tensor";
import type { ArrayLike } from "@tidu/core-tensor";
import { unserializable } from "../config.ts";
import { initializer } from "../initializers/initializer.ts";
import type { Initializer } from "../initializers/initializer.ts";

/** Vectors by id: nested numbers, a typed array of all rows one after the other, or TensorData. */
export type EmbeddingTable = ArrayLike;

/**
 * An initializer that gives known vectors.
 *
 * @throws when there is not one vector per id
 */
export function firstEmbeddings(where: string, table: EmbeddingTable, inputDim: number, outputDim: number): Initializer {
  const given = tensorData(table, undefined, "float32");
  const flat = given.shape.length === 1 && given.data.length === inputDim * outputDim;
  if (!flat && (given.shape.length !== 2 || given.shape[0] !== inputDim || given.shape[1] !== outputDim))
    throw new Error(
      `${where}: expected weights of shape [${inputDim}, ${outputDim}], one row per id, received ${printShape(given.shape)}.`,
    );
  const values = tensor(tensorData(given.data, [inputDim, outputDim], "float32"));
  return initializer(unserializable(`${where}: weights`), () => values);
}
