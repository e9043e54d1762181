import type { ArrayLike } from "@tidu/core-tensor";
import type { History } from "../callbacks.ts";
import { confusionMatrixSvg } from "./confusion-matrix-svg.ts";
import { curvesSvg } from "./curves-svg.ts";
import type { CurvesOptions } from "./curves-svg.ts";
import { filtersNote, filterTiles } from "./filters-svg.ts";
import { factList, htmlPage, pictureCard, textCard } from "./html-page.ts";
import { mistakeTiles } from "./mistake-tiles.ts";
import type { MistakenImages } from "./mistake-tiles.ts";
import { element, escapeText } from "./svg.ts";
import { tilesHtml } from "./tiles.ts";

/** What of it is given becomes part of the page; `title` (default: "Report") stands above it, the other options of curves shape those. */
export interface ReportOptions extends CurvesOptions {
  /** Figures and settings by name, under the title: `{ "test accuracy": "99.1 %", optimizer: "adam" }`. */
  readonly facts?: Readonly<Record<string, string | number>>;
  /** What `fit` returned: training curves. */
  readonly history?: History;
  /** `matrix[actual][predicted]` */
  readonly confusionMatrix?: { readonly matrix: readonly (readonly number[])[]; readonly classNames?: readonly string[] };
  /** Images that were taken for something else, in this order. */
  readonly mistakes?: MistakenImages;
  /** Kernels of first convolutions by layer, [height, width, channels, filters] with 1 or 3 channels. */
  readonly filters?: Readonly<Record<string, ArrayLike>>;
  /** What `model.summary()` gave. */
  readonly summary?: string;
}

/**
 * A page about one training: figures, curves, the confusion matrix, mistakes as images, filters and layers, in a single HTML file that
 * needs no network, light or dark as the reader's system is, and readable on a telephone.
 *
 * @throws as {@link curvesSvg}, {@link confusionMatrixSvg}, {@link imageGridSvg} and {@link filtersSvg} do; when a mistake is of no image
 *
 * @example
 * const mistakes = metrics.confidentMistakes(test.y, await model.predict(test.x), { count: 20 });
 * await writeFile("report.html", reportHtml({ history, mistakes: { images: test.x, mistakes }, summary: model.summary() }));
 */
export function reportHtml({
  title = "Report",
  facts = {},
  history,
  confusionMatrix,
  mistakes,
  filters = {},
  summary,
  ...curves
}: ReportOptions): string {
  return htmlPage(title, Object.keys(facts).length === 0 ? [] : [factList(facts)], [
    ...(history === undefined ? [] : [pictureCard(curvesSvg(history, { columns: 1, panelWidth: 400, ...curves }))]),
    ...(confusionMatrix === undefined ? [] : [pictureCard(confusionMatrixSvg(confusionMatrix.matrix, { ...confusionMatrix, width: 400 }))]),
    ...(mistakes === undefined || mistakes.mistakes.length === 0 ? [] : [mistakesCard(mistakes)]),
    ...Object.entries(filters).map(([layer, kernel]) =>
      textCard(`Filters of ${layer}`, element("p", {}, filtersNote(kernel)), tilesHtml(filterTiles("reportHtml: filters", kernel), 44)),
    ),
    ...(summary === undefined ? [] : [textCard("Layers", element("pre", {}, escapeText(summary)))]),
  ]);
}

const mistakesCard = (mistakes: MistakenImages): string =>
  textCard(
    "Most confident mistakes",
    element("p", {}, "what it is → what it was taken for, and how sure the model was of that"),
    tilesHtml(mistakeTiles("reportHtml: mistakes", mistakes), 84),
  );
