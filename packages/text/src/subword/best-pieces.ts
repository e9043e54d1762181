import type { UnigramModel } from "./unigram-model.ts";

/**
 * The most probable way to cut a text into pieces: those of the model, or single characters at a penalty.
 *
 * @source Viterbi 1967; SentencePiece's `EncodeOptimized`
 */
export function bestPieces({ pieces }: UnigramModel): (text: string) => string[] {
  const usable = pieces.filter(([, , type]) => type === "normal" || type === "userDefined");
  const normal = usable.filter(([, , type]) => type === "normal").map(([, score]) => score);
  const most = normal.reduce((one, other) => Math.max(one, other), -Infinity);
  const unknownScore = normal.reduce((one, other) => Math.min(one, other), Infinity) - unknownPenalty;
  const scoreOf = new Map(usable.map(([piece, score, type]) => [piece, type === "userDefined" ? byteLength(piece) * most - 0.1 : score]));
  const longest = usable.reduce((length, [piece]) => Math.max(length, piece.length), 0);

  return (text) => {
    const best = Array.from({ length: text.length + 1 }, () => ({ score: -Infinity, start: 0 }));
    best[0] = { score: 0, start: 0 };
    const offer = (start: number, end: number, score: number): void => {
      const place = best[end];
      const total = (best[start]?.score ?? -Infinity) + score;
      if (place !== undefined && total > place.score) best[end] = { score: total, start };
    };
    for (let start = 0; start < text.length;) {
      const next = start + characterUnits(text, start);
      let isKnown = false;
      for (let end = next; end <= Math.min(text.length, start + longest); end++) {
        const score = scoreOf.get(text.slice(start, end));
        if (score === undefined) continue;
        offer(start, end, score);
        isKnown ||= end === next;
      }
      if (!isKnown) offer(start, next, unknownScore);
      start = next;
    }
    const found: string[] = [];
    for (let end = text.length; end > 0; end = best[end]?.start ?? 0) found.push(text.slice(best[end]?.start, end));
    return found.toReversed();
  };
}

/** How much less probable an unknown character is than the least probable piece, as a logarithm. */
const unknownPenalty = 10;

const characterUnits = (text: string, at: number): number => ((text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1);

const byteLength = (text: string): number => new TextEncoder().encode(text).length;
