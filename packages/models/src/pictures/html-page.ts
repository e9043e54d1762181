import { element, escapeText } from "./svg.ts";
import { tileStyle } from "./tiles.ts";

/**
 * A page of cards, in a single file that needs no network, light or dark as the reader's system is, on wide screens and on telephones.
 *
 * @param head markup above the cards
 * @param cards markup of each card
 */
export const htmlPage = (title: string, head: readonly string[], cards: readonly string[]): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeText(title)}</title>
<style>${pageStyle}${tileStyle}</style>
</head>
<body>
<h1>${escapeText(title)}</h1>
${head.join("\n")}
<main>
${cards.join("\n")}
</main>
</body>
</html>
`;

/** A card that a picture fills. */
export const pictureCard = (svg: string): string => element("section", {}, svg);

/** A card with a heading and what belongs under it. */
export const textCard = (heading: string, ...content: readonly string[]): string =>
  element("section", { class: "text" }, element("h2", {}, escapeText(heading)), ...content);

/** Figures and settings side by side, each name above its value. */
export const factList = (facts: Readonly<Record<string, string | number>>): string =>
  element(
    "dl",
    {},
    ...Object.entries(facts).map(([name, value]) =>
      element("div", {}, element("dt", {}, escapeText(name)), element("dd", {}, escapeText(String(value)))),
    ),
  );

const pageStyle = `
* { box-sizing: border-box; }
body { font: 14px/1.5 system-ui, -apple-system, "Segoe UI", "DejaVu Sans", sans-serif; color: #1f2328; background: #f6f8fa; margin: 0 auto; padding: 24px; max-width: 980px; }
h1 { font-size: 22px; margin: 0 0 12px; }
h2 { font-size: 16px; font-weight: 600; margin: 0 0 4px; }
p { margin: 0 0 12px; color: #656d76; }
main { display: flex; flex-wrap: wrap; gap: 16px; align-items: flex-start; }
section { background: #ffffff; border: 1px solid #d8dee4; border-radius: 8px; overflow: auto; max-width: 100%; }
section.text { padding: 16px; flex: 1 1 100%; }
section > svg { display: block; max-width: 100%; height: auto; }
dl { display: flex; flex-wrap: wrap; gap: 8px 28px; margin: 0 0 20px; }
dt { color: #656d76; font-size: 12px; }
dd { margin: 0; font-weight: 600; font-variant-numeric: tabular-nums; }
pre { margin: 8px 0 0; font: 12px/1.5 ui-monospace, "DejaVu Sans Mono", monospace; overflow: auto; }
@media (max-width: 600px) {
  body { padding: 12px; }
  section.text { padding: 12px; }
}
@media (prefers-color-scheme: dark) {
  body { color: #e6edf3; background: #010409; }
  section { background: #0d1117; border-color: #30363d; }
  p, dt { color: #9198a1; }
}
`;
