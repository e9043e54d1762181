import { countScale, linearScale, logScale, shortNumber } from "./axis-scale.ts";
import type { AxisScale } from "./axis-scale.ts";
import { isLoss } from "./curve-panels.ts";
import type { Curve, CurvePanel } from "./curve-panels.ts";
import { element, textAt, textWidth } from "./svg.ts";

export interface PanelFrame {
  readonly width: number;
  readonly height: number;
  /** The numbers of the epochs, from 1. */
  readonly epochs: readonly number[];
  readonly scale: "auto" | "linear" | "log";
}

const margin = { top: 34, right: 58, bottom: 42, left: 56 };
const labelHeight = 14;

/** One metric over the epochs, as a group whose corner is at 0, 0. */
export function drawPanel(panel: CurvePanel, frame: PanelFrame): string {
  const left = margin.left;
  const right = frame.width - margin.right;
  const bottom = frame.height - margin.bottom;
  const finite = panel.series.flatMap(({ values }) => values).filter(Number.isFinite);
  const epochs = countScale(frame.epochs[0] ?? 1, frame.epochs.at(-1) ?? 1, Math.min(6, Math.floor((right - left) / 50)));
  const values = valueScale(finite, frame.scale);
  const x = (epoch: number): number => left + epochs.place(epoch) * (right - left);
  const y = (value: number): number => bottom - values.place(value) * (bottom - margin.top);
  const heading = textAt(left, 18, panel.metric, { class: "tidu-text tidu-heading" });
  const note = textAt(right, 18, noteOf(panel, frame.epochs), { class: "tidu-muted", "text-anchor": "end" });
  const grid = values.ticks.map((tick) => element("path", { class: "tidu-grid", d: `M${at(left)} ${at(y(tick))}H${at(right)}` }));
  const yLabels = values.ticks.map((tick) =>
    textAt(left - 8, y(tick) + 4, values.label(tick), { class: "tidu-muted", "text-anchor": "end" }),
  );
  const xLabels = epochs.ticks.map((tick) =>
    textAt(x(tick), bottom + 17, epochs.label(tick), { class: "tidu-muted", "text-anchor": "middle" }),
  );
  const axis = element("path", { class: "tidu-axis", d: `M${at(left)} ${at(bottom)}H${at(right)}` });
  const name = textAt((left + right) / 2, bottom + 34, "epoch", { class: "tidu-muted", "text-anchor": "middle" });
  const point = (values: readonly number[], i: number): Point => ({ x: x(frame.epochs[i] ?? NaN), y: y(values[i] ?? NaN) });
  const curves = panel.series.map(({ part, values }) =>
    drawCurve(
      part,
      values.map((_, i) => point(values, i)),
    ),
  );
  return [
    ...grid,
    axis,
    heading,
    note,
    ...yLabels,
    ...xLabels,
    name,
    ...curves,
    ...lastValues(panel.series, y, right, [margin.top, bottom]),
  ].join("");
}

interface Point {
  readonly x: number;
  readonly y: number;
}

/** A loss that falls over several powers of ten is read on a logarithmic axis. */
function valueScale(finite: readonly number[], wanted: PanelFrame["scale"]): AxisScale {
  if (finite.length === 0) return linearScale(0, 1);
  const low = finite.reduce((a, b) => Math.min(a, b));
  const high = finite.reduce((a, b) => Math.max(a, b));
  if (low > 0 && (wanted === "log" || (wanted === "auto" && high > 500 * low))) return logScale(low, high);
  return linearScale(low > 0 && low < 0.4 * high ? 0 : low, high);
}

function drawCurve(part: Curve["part"], points: readonly Point[]): string {
  const runs: Point[][] = [[]];
  for (const point of points) {
    if (Number.isFinite(point.x) && Number.isFinite(point.y)) runs.at(-1)?.push(point);
    else runs.push([]);
  }
  const lines = runs
    .filter((run) => run.length > 1)
    .map((run) => run.map(({ x, y }, i) => `${i === 0 ? "M" : "L"}${at(x)} ${at(y)}`).join(""));
  const dots =
    points.length <= 12
      ? runs.flat()
      : runs.flatMap((run) => (run.length === 1 || run === runs.findLast(({ length }) => length > 0) ? run.slice(-1) : []));
  return element(
    "g",
    { class: `tidu-${part}` },
    element("path", {
      d: lines.join(""),
      fill: "none",
      stroke: "currentColor",
      "stroke-width": 2,
      "stroke-linejoin": "round",
      "stroke-dasharray": part === "train" ? undefined : "6 4",
    }),
    ...dots.map(({ x, y }) => element("circle", { cx: x, cy: y, r: 3, fill: "currentColor" })),
  );
}

/** The last value of each curve at its end, moved apart where they would cover each other. */
function lastValues(
  series: readonly Curve[],
  y: (value: number) => number,
  right: number,
  [top, bottom]: readonly [number, number],
): readonly string[] {
  const labels = series
    .map(({ part, values }) => ({ part, value: values.at(-1) ?? NaN }))
    .filter(({ value }) => Number.isFinite(value))
    .map(({ part, value }) => ({ part, value, y: y(value) }))
    .toSorted((a, b) => a.y - b.y);
  const [upper, lower] = labels;
  if (upper !== undefined && lower !== undefined) {
    const missing = Math.max(0, labelHeight - (lower.y - upper.y)) / 2;
    const shift = Math.max(0, top - (upper.y - missing)) - Math.max(0, lower.y + missing - bottom);
    upper.y += shift - missing;
    lower.y += shift + missing;
  }
  return labels.map(({ part, value, y }) =>
    element("g", { class: `tidu-${part}` }, textAt(right + 8, y + 4, shortNumber(value), { fill: "currentColor" })),
  );
}

/** What a reader looks for first: where the loss was lowest, or that training ran away. */
function noteOf({ metric, series }: CurvePanel, epochs: readonly number[]): string {
  const diverged = series.map(({ values }) => values.findIndex((value) => !Number.isFinite(value))).filter((i) => i >= 0);
  if (diverged.length > 0) return `not finite at epoch ${epochs[Math.min(...diverged)]}`;
  const validation = series.find(({ part }) => part === "validation")?.values;
  if (validation === undefined || validation.length < 2 || !isLoss(metric)) return "";
  const best = validation.reduce((best, value, i) => (value < (validation[best] ?? Infinity) ? i : best), 0);
  return `lowest validation: ${shortNumber(validation[best] ?? NaN)} at epoch ${epochs[best]}`;
}

/** Training and validation, side by side, ending at `right`. */
export function drawLegend(right: number, y: number, parts: readonly Curve["part"][]): string {
  const names = { train: "training", validation: "validation" } as const;
  const drawn: string[] = [];
  let end = right;
  for (const part of parts.toReversed()) {
    const start = end - textWidth(names[part], 12) - 34;
    const stroke = { fill: "none", stroke: "currentColor", "stroke-width": 2, "stroke-dasharray": part === "train" ? undefined : "6 4" };
    drawn.push(
      element("g", { class: `tidu-${part}` }, element("path", { d: `M${at(start)} ${at(y - 4)}h26`, ...stroke })),
      textAt(start + 32, y, names[part], { class: "tidu-text" }),
    );
    end = start - 18;
  }
  return drawn.join("");
}

const at = (value: number): string => String(Number(value.toFixed(1)));
