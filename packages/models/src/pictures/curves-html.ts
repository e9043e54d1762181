import type { History } from "../callbacks.ts";
import { reportHtml } from "./report-html.ts";
import type { ReportOptions } from "./report-html.ts";

export type CurvesPageOptions = Omit<ReportOptions, "history">;

/**
 * A {@link reportHtml} that begins with training curves: a single HTML file that needs no network.
 *
 * @throws as {@link curvesSvg} does, and reportHtml where more is given
 *
 * @example
 * await writeFile("curves.html", curvesHtml(history, { title: "Iris", summary: model.summary() }));
 */
export const curvesHtml = (history: History, { title = "Training curves", ...options }: CurvesPageOptions = {}): string =>
  reportHtml({ ...options, title, history });
