import type { Network } from "./network.ts";

/** The number of rows that the network takes at a time, where it is fixed (stateful layers need that). */
export const fixedBatchOf = ({ inputs }: Network): number | undefined =>
  inputs.map(({ spec }) => spec.shape[0]).find((batch) => typeof batch === "number");

/**
 * How many rows to take at a time: where that is fixed, as many.
 *
 * @param wanted what the caller asked for, if anything
 * @param otherwise where nobody says
 * @throws when the caller asked for another number than the network takes, or the rows do not fill their batches
 */
export function batchSizeFor(where: string, network: Network, rows: number, wanted: number | undefined, otherwise: number): number {
  const fixed = fixedBatchOf(network);
  if (fixed === undefined) return wanted ?? otherwise;
  if (wanted !== undefined && wanted !== fixed && wanted < rows)
    throw new Error(`${where}: the model takes ${fixed} rows at a time, as its input says, received batchSize ${wanted}. Leave it out.`);
  if (rows % fixed !== 0)
    throw new Error(
      `${where}: the model takes ${fixed} rows at a time, as its input says, received ${rows} rows. Give a multiple of ${fixed}.`,
    );
  return fixed;
}
