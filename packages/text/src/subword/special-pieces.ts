/** A part of a text: text to take apart, or a special piece as it stands. */
export type TextPart = { readonly text: string } | { readonly special: string };

/** Cuts special pieces such as `<|endoftext|>` out of texts, the longest where several begin. */
export function specialSplitter(specials: readonly string[]): (text: string) => readonly TextPart[] {
  if (specials.length === 0) return (text) => (text === "" ? [] : [{ text }]);
  const longestFirst = [...specials].toSorted((one, other) => other.length - one.length);
  const pattern = new RegExp(`(${longestFirst.map(escaped).join("|")})`, "u");
  const known = new Set(specials);
  return (text) =>
    text
      .split(pattern)
      .filter((part) => part !== "")
      .map((part) => (known.has(part) ? { special: part } : { text: part }));
}

const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\/]/g, String.raw`\$&`);
