/** The known name closest to `name` by edit distance, or `undefined` when nothing is close. */
export function nearest(name: string, known: readonly string[]): string | undefined {
  const wanted = normalise(name);
  let best: string | undefined;
  let bestDistance = Math.max(2, Math.floor(wanted.length / 2)) + 1;
  for (const candidate of known) {
    const distance = editDistance(wanted, normalise(candidate));
    if (distance < bestDistance) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}

/**
 * The message for an unknown name: what kind of thing it is, what was received, and the nearest known name.
 *
 * `unknownName("optimizer", "adamm", ["adam", "sgd"])` → `optimizer "adamm": did you mean "adam"? Known: adam, sgd.`
 */
export function unknownName(kind: string, name: string, known: readonly string[]): string {
  const close = nearest(name, known);
  const hint = close === undefined ? `unknown ${kind}.` : `did you mean "${close}"?`;
  return `${kind} "${name}": ${hint} Known: ${known.join(", ")}.`;
}

const normalise = (name: string): string => name.toLowerCase().replaceAll(/[_\s-]/g, "");

function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const current = [i];
    for (let j = 1; j <= b.length; j++) {
      const substitution = (previous[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      current.push(Math.min((previous[j] ?? 0) + 1, (current[j - 1] ?? 0) + 1, substitution));
    }
    previous = current;
  }
  return previous[b.length] ?? 0;
}
