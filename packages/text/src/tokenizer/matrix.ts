import { checkChoice, checkCount } from "../check-options.ts";
import type { EncodedNumbers } from "../text-preprocessor.ts";

/** How often each word occurs: whether at all, the count, the share of the text, or weighted against the other texts. */
export type MatrixMode = "binary" | "count" | "freq" | "tfidf";

/** What term weights are computed of: texts seen, and in how many of them each id stands. */
export interface DocumentStatistics {
  readonly documentCount: number;
  readonly indexDocs: ReadonlyMap<number, number>;
}

/**
 * A row for each sequence with a number for each id: [sequences, size]. Ids of `size` and above are left out, as in Keras.
 *
 * @throws when the mode is unknown, or an id is negative
 */
export function countMatrix(
  sequences: readonly (readonly number[])[],
  size: number,
  mode: MatrixMode,
  statistics: DocumentStatistics,
): EncodedNumbers {
  checkChoice("sequencesToMatrix", "mode", mode, ["binary", "count", "freq", "tfidf"]);
  if (mode === "tfidf" && statistics.documentCount === 0) {
    throw new Error('sequencesToMatrix: mode "tfidf" weighs against texts seen before; call fitOnTexts or fitOnSequences first.');
  }
  const data = new Float32Array(sequences.length * size);
  sequences.forEach((sequence, row) => {
    for (const [id, count] of countsOf(sequence, row)) {
      if (id < size) data[row * size + id] = weightOf(mode, id, count, sequence.length, statistics);
    }
  });
  return { dtype: "float32", shape: [sequences.length, size], data };
}

function countsOf(sequence: readonly number[], row: number): Map<number, number> {
  const counts = new Map<number, number>();
  for (const id of sequence) counts.set(id, (counts.get(checkCount("sequencesToMatrix", `ids of sequence ${row}`, id, 0)) ?? 0) + 1);
  return counts;
}

/** Term weights are scheme 2 of Manning, Raghavan & Schütze 2008, section 6.4, with counts of texts one larger. */
function weightOf(mode: MatrixMode, id: number, count: number, length: number, { documentCount, indexDocs }: DocumentStatistics): number {
  if (mode === "binary") return 1;
  if (mode === "count") return count;
  if (mode === "freq") return count / length;
  return (1 + Math.log(count)) * Math.log(1 + documentCount / (1 + (indexDocs.get(id) ?? 0)));
}
