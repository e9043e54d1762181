import type { Story } from "./story.ts";

/** The most frequent answer of some stories. */
export function majority(stories: readonly Story[]): string {
  const counts = new Map<string, number>();
  for (const { answer } of stories) counts.set(answer, (counts.get(answer) ?? 0) + 1);
  const [most] = [...counts].toSorted(([, one], [, other]) => other - one);
  if (most === undefined) throw new Error("majority: there is no story.");
  return most[0];
}

/** The share of stories with these answers that have them, between 0 and 1. */
export const accuracy = (stories: readonly Story[], given: readonly string[]): number =>
  stories.filter(({ answer }, i) => answer === given[i]).length / stories.length;
