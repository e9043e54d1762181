import { positiveInteger } from "../fit-options.ts";
import type { NetworkInput } from "../network/network.ts";

/** @throws when there is no such input, or it cannot grow */
export function growingInput(inputs: readonly NetworkInput[], name: string | undefined): NetworkInput {
  const names = inputs.map((input) => input.name).join(", ");
  const found = name === undefined && inputs.length === 1 ? inputs[0] : inputs.find((input) => input.name === name);
  if (found === undefined)
    throw new Error(
      `generator: expected the name of the input that grows as input, received ${name ?? "none"}. The model's inputs: ${names}.`,
    );
  if (found.spec.shape.length !== 2)
    throw new Error(`generator: expected the input "${found.name}" to be ids [batch, time], it has ${found.spec.shape.length} axes.`);
  return found;
}

/** How long sequences may get. */
export function roomFor({ name, spec: { shape }, limits: { longest } }: NetworkInput, wanted: number | undefined): number {
  const allowed = longest?.length ?? (typeof shape[1] === "number" ? shape[1] : undefined);
  const room = wanted ?? allowed;
  if (room === undefined)
    throw new Error(`generator: the model sets no limit to the length of "${name}". Say how long sequences may get: maxLength.`);
  if (longest !== undefined && room > longest.length)
    throw new RangeError(`generator: maxLength ${room} is more than the ${longest.length} positions that layer "${longest.layer}" knows.`);
  return positiveInteger("generator: maxLength", room);
}
