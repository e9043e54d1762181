import type { History } from "../callbacks.ts";
import { curvePanels } from "./curve-panels.ts";
import { drawLegend, drawPanel } from "./draw-panel.ts";
import { element, textAt } from "./svg.ts";
import { picture } from "./theme.ts";

export interface CurvesOptions {
  /** Above the curves. Default: "Training curves". */
  readonly title?: string;
  /** Which metrics, in this order. Default: all that the history has, the loss first. */
  readonly metrics?: readonly string[];
  /** The value axes. Default: `"auto"`, which is logarithmic where a metric covers more than a factor of 500. */
  readonly scale?: "auto" | "linear" | "log";
  /** The width of one panel in pixels. Default: 430. */
  readonly panelWidth?: number;
  /** Panels side by side. Default: 2, or 1 where there is one. */
  readonly columns?: number;
}

const padding = 16;
const header = 44;

/**
 * The training curves of a history as an SVG picture that stands alone: a panel for the loss and one for each metric,
 * training solid and validation dashed, with the last values at the ends; light or dark as the reader's system is.
 *
 * @param history what `fit` returned
 * @throws when the history has no epochs, or no such metric
 *
 * @example
 * await writeFile("curves.svg", curvesSvg(await model.fit(x, y, { epochs: 20, validationSplit: 0.2 })));
 */
export function curvesSvg(
  history: History,
  { title = "Training curves", metrics, scale = "auto", panelWidth = 430, columns: mostColumns = 2 }: CurvesOptions = {},
): string {
  const panels = curvePanels(history, metrics);
  const columns = Math.min(mostColumns, panels.length);
  const panelHeight = Math.round(panelWidth * 0.66);
  const width = 2 * padding + columns * panelWidth;
  const height = padding + header + Math.ceil(panels.length / columns) * panelHeight;
  const frame = { width: panelWidth, height: panelHeight, epochs: history.epoch.map((epoch) => epoch + 1), scale };
  const parts = (["train", "validation"] as const).filter((part) =>
    panels.some(({ series }) => series.some((curve) => curve.part === part)),
  );
  return picture(
    width,
    height,
    `${title}: ${panels.map(({ metric }) => metric).join(", ")} over ${history.epoch.length} epochs`,
    textAt(padding + 8, padding + 18, title, { class: "tidu-text tidu-title" }),
    drawLegend(width - padding - 8, padding + 18, parts),
    ...panels.map((panel, i) => {
      const [x, y] = [padding + (i % columns) * panelWidth, padding + header - 8 + Math.floor(i / columns) * panelHeight];
      return element("g", { transform: `translate(${x} ${y})` }, drawPanel(panel, frame));
    }),
  );
}
