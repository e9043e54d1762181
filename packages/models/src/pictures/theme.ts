import { element } from "./svg.ts";

/**
 * Colours and fonts of all pictures: one set for light surroundings, one for dark. Plain class rules, since not every viewer
 * knows CSS variables. The two series stay apart for colour-blind readers (Okabe and Ito's blue and vermilion) and in print
 * (the second is dashed).
 */
export const pictureStyle = `
.tidu-picture { font-family: system-ui, -apple-system, "Segoe UI", "DejaVu Sans", sans-serif; font-size: 12px; }
.tidu-surface { fill: #ffffff; }
.tidu-text { fill: #1f2328; }
.tidu-muted { fill: #656d76; }
.tidu-title { font-size: 16px; font-weight: 600; }
.tidu-heading { font-size: 13px; font-weight: 600; }
.tidu-grid { stroke: #e6e9ed; }
.tidu-axis { stroke: #afb8c1; }
.tidu-train { color: #0072b2; }
.tidu-validation { color: #d55e00; }
.tidu-right { color: #0072b2; }
.tidu-wrong { color: #d55e00; }
.tidu-on-fill { fill: #ffffff; }
.tidu-image { image-rendering: pixelated; }
@media (prefers-color-scheme: dark) {
  .tidu-surface { fill: #0d1117; }
  .tidu-text { fill: #e6edf3; }
  .tidu-muted { fill: #9198a1; }
  .tidu-grid { stroke: #21262d; }
  .tidu-axis { stroke: #484f58; }
  .tidu-train, .tidu-right { color: #58b4f0; }
  .tidu-validation, .tidu-wrong { color: #ff9b52; }
  .tidu-on-fill { fill: #0d1117; }
}
`;

/** A whole picture that stands alone: a file of its own, or a part of a page. */
export const picture = (width: number, height: number, description: string, ...children: readonly string[]): string =>
  element(
    "svg",
    {
      xmlns: "http://www.w3.org/2000/svg",
      class: "tidu-picture",
      viewBox: `0 0 ${Math.ceil(width)} ${Math.ceil(height)}`,
      width: Math.ceil(width),
      height: Math.ceil(height),
      role: "img",
      "aria-label": description,
    },
    element("style", {}, pictureStyle),
    element("rect", { class: "tidu-surface", width: "100%", height: "100%" }),
    ...children,
  );
