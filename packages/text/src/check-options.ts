/**
 * Refuses options that nobody reads.
 *
 * @throws with the names that there are
 */
export function checkOptions(where: string, given: object, known: readonly string[]): void {
  for (const name of Object.keys(given)) {
    if (!known.includes(name)) throw new TypeError(`${where}: there is no option "${name}". Options: ${known.join(", ")}.`);
  }
}

/**
 * The value of an option that names one of a few things.
 *
 * @throws with the names that there are
 */
export function checkChoice<Choice extends string>(where: string, option: string, value: string, choices: readonly Choice[]): Choice {
  const found = choices.find((choice) => choice === value);
  if (found !== undefined) return found;
  throw new TypeError(
    `${where}: expected ${option} to be ${choices.map((choice) => `"${choice}"`).join(" or ")}, received ${shown(value)}.`,
  );
}

/**
 * A number that counts something.
 *
 * @throws when it is no integer, or below `least`
 */
export function checkCount(where: string, option: string, value: number, least: number): number {
  if (Number.isInteger(value) && value >= least) return value;
  throw new RangeError(`${where}: expected ${option} to be an integer of at least ${least}, received ${shown(value)}.`);
}

/**
 * A list of texts.
 *
 * @throws naming the first that is no string
 */
export function checkTexts(where: string, texts: readonly string[]): readonly string[] {
  const received: unknown = texts;
  if (!Array.isArray(received))
    throw new TypeError(`${where}: expected a list of texts, received ${shown(received)}. Put one text in a list.`);
  const wrong = received.findIndex((text) => typeof text !== "string");
  if (wrong >= 0) throw new TypeError(`${where}: expected texts, received ${shown(received[wrong])} at ${wrong}.`);
  return texts;
}

/** A value as an error shows it: texts in quotes, cut where they are long. */
export function shown(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value.length > 40 ? `${value.slice(0, 40)}…` : value);
  if (Array.isArray(value)) return `an array of ${value.length}`;
  return typeof value === "object" && value !== null ? "an object" : String(value);
}
