import type { History } from "../callbacks.ts";
import { confusionMatrixSvg } from "./confusion-matrix-svg.ts";
import { curvesSvg } from "./curves-svg.ts";
import type { CurvesOptions } from "./curves-svg.ts";
import { element, escapeText } from "./svg.ts";

export interface CurvesPageOptions extends CurvesOptions {
  /** Figures and settings by name, as a table: `{ "test accuracy": "96.7 %", optimizer: "adam" }`. */
  readonly facts?: Readonly<Record<string, string | number>>;
  /** What `model.summary()` gave. */
  readonly summary?: string;
  /** `matrix[actual][predicted]`, drawn beside the curves. */
  readonly confusionMatrix?: { readonly matrix: readonly (readonly number[])[]; readonly classNames?: readonly string[] };
}

/**
 * A page about one training: the curves and what belongs to them, in a single HTML file that needs no network.
 *
 * @throws as {@link curvesSvg} does
 *
 * @example
 * await writeFile("curves.html", curvesHtml(history, { title: "Iris", summary: model.summary() }));
 */
export function curvesHtml(
  history: History,
  { facts = {}, summary, confusionMatrix, title = "Training curves", ...options }: CurvesPageOptions = {},
): string {
  const rows = Object.entries(facts).map(([name, value]) =>
    element("tr", {}, element("th", { scope: "row" }, escapeText(name)), element("td", {}, escapeText(String(value)))),
  );
  const sections = [
    element("section", {}, curvesSvg(history, { title: "Training curves", ...options })),
    ...(confusionMatrix ? [element("section", {}, confusionMatrixSvg(confusionMatrix.matrix, confusionMatrix))] : []),
    ...(rows.length > 0 ? [element("section", {}, element("table", {}, ...rows))] : []),
    ...(summary === undefined ? [] : [element("section", {}, element("pre", {}, escapeText(summary)))]),
  ];
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeText(title)}</title>
<style>${pageStyle}</style>
</head>
<body>
<h1>${escapeText(title)}</h1>
<main>
${sections.join("\n")}
</main>
</body>
</html>
`;
}

const pageStyle = `
body { font: 14px/1.5 system-ui, -apple-system, "Segoe UI", "DejaVu Sans", sans-serif; color: #1f2328; background: #f6f8fa; margin: 0 auto; padding: 24px; max-width: 1180px; }
h1 { font-size: 22px; margin: 0 0 16px; }
main { display: flex; flex-wrap: wrap; gap: 16px; align-items: flex-start; }
section { background: #ffffff; border: 1px solid #d8dee4; border-radius: 8px; overflow: auto; max-width: 100%; }
section > svg { display: block; max-width: 100%; height: auto; }
table { border-collapse: collapse; margin: 16px; max-width: 440px; }
th, td { padding: 4px 12px 4px 4px; text-align: left; vertical-align: top; font-variant-numeric: tabular-nums; }
th { font-weight: 500; white-space: nowrap; color: #656d76; }
pre { margin: 16px; font: 12px/1.5 ui-monospace, "DejaVu Sans Mono", monospace; }
@media (prefers-color-scheme: dark) {
  body { color: #e6edf3; background: #010409; }
  section { background: #0d1117; border-color: #30363d; }
  th { color: #9198a1; }
}
`;
