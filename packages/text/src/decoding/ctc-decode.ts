import { checkChoice, checkCount, checkOptions } from "../check-options.ts";
import { largestIds, logProbabilities } from "./logits.ts";

export interface CtcDecodeOptions {
  /** `"greedy"`: the likeliest class of every step; `"beamSearch"`: the likeliest labels over all ways to spread them. Default: `"greedy"`. */
  readonly strategy?: "greedy" | "beamSearch";
  /** The steps of each example that count. Default: all. */
  readonly steps?: readonly number[];
  /** Whether equal neighbours are one label, unless a blank is between them; for `"greedy"`. Default: true. */
  readonly mergeRepeated?: boolean;
  /** How many beginnings are kept at each step. Default: 100. */
  readonly beamWidth?: number;
  /** How many readings of an example to return, for `"beamSearch"`. Default: 1. */
  readonly topPaths?: number;
  /** The class that is no label. Default: 0, as the loss `ctc`. */
  readonly blank?: number;
}

/** Numbers `[batch, time, classes]`, as `await prediction.value()` gives them. */
export interface StepLogits {
  readonly shape: readonly number[];
  readonly data: ArrayLike<number | bigint>;
}

export interface CtcReading {
  readonly labels: readonly number[];
  /** Of these labels (`"beamSearch"`, as far as beginnings were kept), or of this one way to spread them (`"greedy"`). */
  readonly logProbability: number;
}

/**
 * Reads the output of a model that was trained with the loss `ctc`: repeated classes become one label, blanks are left out (Graves et
 * al. 2006; Keras `ops.ctc_decode`).
 *
 * @param logits `[batch, time, classes]`: logits, or logarithms of probabilities
 * @returns for each example its readings, best first
 * @throws when the shape or an option does not fit
 *
 * @example
 * const [[best]] = ctcDecode(await (await model.predict(audio)).value(), { strategy: "beamSearch" });
 */
export function ctcDecode(logits: StepLogits, options: CtcDecodeOptions = {}): readonly (readonly CtcReading[])[] {
  checkOptions("ctcDecode", options, ["strategy", "steps", "mergeRepeated", "beamWidth", "topPaths", "blank"]);
  const strategy = checkChoice("ctcDecode", "strategy", options.strategy ?? "greedy", ["greedy", "beamSearch"]);
  const { mergeRepeated = true, steps, blank = 0 } = options;
  const [batch = 0, time = 0, classes = 0] = logits.shape;
  if (logits.shape.length !== 3 || batch * time * classes !== logits.data.length)
    throw new Error(
      `ctcDecode: expected logits [batch, time, classes], received ${logits.data.length} numbers of shape [${logits.shape.join(", ")}].`,
    );
  const beamWidth = checkCount("ctcDecode", "beamWidth", options.beamWidth ?? 100, 1);
  const topPaths = checkCount("ctcDecode", "topPaths", options.topPaths ?? 1, 1);
  if (checkCount("ctcDecode", "blank", blank, 0) >= classes)
    throw new RangeError(`ctcDecode: blank is ${blank}, there are ${classes} classes.`);
  return Array.from({ length: batch }, (_, row) => {
    const count = steps === undefined ? time : checkCount("ctcDecode", `steps of example ${row}`, steps[row] ?? NaN, 0);
    if (count > time) throw new RangeError(`ctcDecode: example ${row} has ${time} steps, received ${count}.`);
    const rows = Array.from({ length: count }, (_, step) => {
      const from = (row * time + step) * classes;
      return logProbabilities(
        "ctcDecode",
        Float64Array.from({ length: classes }, (_, id) => Number(logits.data[from + id])),
      );
    });
    return strategy === "greedy" ? [greedyReading(rows, blank, mergeRepeated)] : searched(rows, { blank, beamWidth, topPaths });
  });
}

function greedyReading(rows: readonly Float64Array[], blank: number, merge: boolean): CtcReading {
  const ids = rows.map((chances) => largestIds(chances, 1)[0] ?? blank);
  return {
    labels: ids.filter((id, step) => id !== blank && !(merge && id === ids[step - 1])),
    logProbability: rows.reduce((sum, chances, step) => sum + (chances[ids[step] ?? 0] ?? 0), 0),
  };
}

/** A beginning of labels, with the chances that its last step was a blank or its last label. */
interface Beginning {
  readonly labels: readonly number[];
  blank: number;
  label: number;
}

interface Search {
  readonly blank: number;
  readonly beamWidth: number;
  readonly topPaths: number;
}

/** Prefix search (Graves 2006, section 4.2; Hannun et al. 2014). */
function searched(rows: readonly Float64Array[], { blank, beamWidth, topPaths }: Search): readonly CtcReading[] {
  let beginnings: readonly Beginning[] = [{ labels: [], blank: 0, label: -Infinity }];
  for (const chances of rows) {
    const next = new Map<string, Beginning>();
    const at = (labels: readonly number[]): Beginning => {
      const key = labels.join(" ");
      const found = next.get(key) ?? { labels, blank: -Infinity, label: -Infinity };
      next.set(key, found);
      return found;
    };
    for (const { labels, blank: afterBlank, label: afterLabel } of beginnings) {
      const same = at(labels);
      same.blank = logAdd(same.blank, logAdd(afterBlank, afterLabel) + (chances[blank] ?? -Infinity));
      for (const [id, chance] of chances.entries()) {
        if (id === blank) continue;
        const longer = at([...labels, id]);
        if (id === labels.at(-1)) {
          same.label = logAdd(same.label, afterLabel + chance);
          longer.label = logAdd(longer.label, afterBlank + chance);
        } else longer.label = logAdd(longer.label, logAdd(afterBlank, afterLabel) + chance);
      }
    }
    beginnings = [...next.values()].toSorted((a, b) => total(b) - total(a)).slice(0, beamWidth);
  }
  return beginnings.slice(0, topPaths).map((beginning) => ({ labels: beginning.labels, logProbability: total(beginning) }));
}

const total = ({ blank, label }: Beginning): number => logAdd(blank, label);

/** `log(exp a + exp b)` */
function logAdd(a: number, b: number): number {
  const largest = Math.max(a, b);
  return largest === -Infinity ? largest : largest + Math.log(Math.exp(a - largest) + Math.exp(b - largest));
}
