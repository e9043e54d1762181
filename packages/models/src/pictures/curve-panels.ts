import type { History } from "../callbacks.ts";

/** The curves of one metric. */
export interface CurvePanel {
  readonly metric: string;
  readonly series: readonly Curve[];
}

export interface Curve {
  readonly part: "train" | "validation";
  /** One value per epoch; NaN where there is none. */
  readonly values: readonly number[];
}

const validation = "val_";

/**
 * Training and validation of each metric side by side: `loss` first, the learning rate last.
 *
 * @throws when a name in `metrics` is not in the history, or nothing is
 */
export function curvePanels({ epoch, history }: History, metrics?: readonly string[]): readonly CurvePanel[] {
  const known = [...new Set(Object.keys(history).map(metricOf))].toSorted((a, b) => rank(a) - rank(b));
  if (epoch.length === 0 || known.length === 0) throw new Error("curvesSvg: the history has no epochs. Call fit first.");
  const missing = metrics?.find((metric) => !known.includes(metric));
  if (missing !== undefined) throw new Error(`curvesSvg: the history has no "${missing}". It has ${known.join(", ")}.`);
  return (metrics ?? known).map((metric) => ({
    metric,
    series: [curve("train", history[metric]), curve("validation", history[validation + metric])].filter((curve) => curve !== undefined),
  }));
}

const curve = (part: Curve["part"], values: readonly number[] | undefined): Curve | undefined => values && { part, values };

const metricOf = (key: string): string => (key.startsWith(validation) ? key.slice(validation.length) : key);

const rank = (metric: string): number => (metric === "loss" ? 0 : isLoss(metric) ? 1 : /^(lr|learning_?rate)$/i.test(metric) ? 3 : 2);

/** Losses of outputs are called `<output>_loss`: less is better. */
export const isLoss = (metric: string): boolean => metric === "loss" || metric.endsWith("_loss");
