import { isConfig } from "../config.ts";
import type { Cell } from "./cell.ts";

/**
 * The value, if it is a cell.
 *
 * @throws with what it is instead
 */
export function toCell(value: Cell, where: string): Cell {
  if (typeof value === "object" && value !== null && typeof value.step === "function" && Array.isArray(value.stateSize)) return value;
  const given: unknown = value;
  const received =
    typeof given === "function" && "kind" in given
      ? `the layer ${String(given.kind)}`
      : isConfig(given)
        ? `what a file holds of the cell ${given.kind}`
        : String(given);
  throw new TypeError(`${where}: expected a cell such as lstmCell({ units: 8 }) or one made with recurrentCell, received ${received}.`);
}
