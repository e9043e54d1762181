import { element, escapeText, textAt, textWidth } from "./svg.ts";
import { picture } from "./theme.ts";

/** A small image and what stands under it. */
export interface Tile {
  /** The address that holds the image. */
  readonly uri: string;
  /** Width by height. */
  readonly aspect: number;
  /** The first line in full colour, those after it muted. */
  readonly caption: readonly string[];
  /** For who does not see it. */
  readonly description: string;
}

export interface TileGrid {
  readonly title?: string | undefined;
  /** Beside the title, muted. */
  readonly note?: string | undefined;
  readonly columns?: number | undefined;
  /** The height of an image in pixels. */
  readonly size: number;
}

const padding = 16;
const gap = 12;
const lineHeight = 15;

/** Small images in rows, as a picture that stands alone. */
export function tilesSvg(tiles: readonly Tile[], { title, note, columns = Math.min(8, tiles.length), size }: TileGrid): string {
  const imageWidth = size * Math.max(...tiles.map(({ aspect }) => aspect));
  const lines = Math.max(...tiles.map(({ caption }) => caption.length));
  const cellWidth = Math.max(imageWidth, ...tiles.flatMap(({ caption }) => caption.map((line) => textWidth(line, 12)))) + gap;
  const cellHeight = size + lines * lineHeight + gap;
  const top = padding + (title === undefined ? 0 : 30) + (note === undefined ? 0 : 20);
  const width = Math.max(columns * cellWidth - gap, textWidth(title ?? "", 17), textWidth(note ?? "", 12)) + 2 * padding;
  const height = top + Math.ceil(tiles.length / columns) * cellHeight - gap + padding + (lines > 0 ? 4 : 0);
  return picture(
    width,
    height,
    title ?? `${tiles.length} images`,
    ...(title === undefined ? [] : [textAt(padding, padding + 14, title, { class: "tidu-text tidu-title" })]),
    ...(note === undefined ? [] : [textAt(padding, top - 12, note, { class: "tidu-muted" })]),
    ...tiles.map((tile, i) => {
      const [x, y] = [padding + (i % columns) * cellWidth, top + Math.floor(i / columns) * cellHeight];
      return drawTile(tile, { x, y, size, middle: (cellWidth - gap) / 2 });
    }),
  );
}

interface Cell {
  readonly x: number;
  readonly y: number;
  readonly size: number;
  /** From the left edge. */
  readonly middle: number;
}

function drawTile({ uri, aspect, caption, description }: Tile, { x, y, size, middle }: Cell): string {
  const box = { x: x + middle - (size * aspect) / 2, y, width: size * aspect, height: size };
  return element(
    "g",
    {},
    element("title", {}, escapeText(description)),
    element("image", { class: "tidu-image", ...box, preserveAspectRatio: "none", href: uri }),
    element("rect", { class: "tidu-grid", ...box, fill: "none" }),
    ...caption.map((line, i) =>
      textAt(x + middle, y + size + 2 + (i + 1) * lineHeight - 2, line, {
        class: i === 0 ? "tidu-text" : "tidu-muted",
        "text-anchor": "middle",
      }),
    ),
  );
}

/** Small images that flow into lines as wide as the page is, in HTML; `tileStyle` belongs to it. */
export function tilesHtml(tiles: readonly Tile[], size: number): string {
  const figures = tiles.map(({ uri, aspect, caption, description }) =>
    element(
      "figure",
      {},
      element("img", { src: uri, width: Math.round(size * aspect), height: size, alt: description, title: description }),
      ...(caption.length === 0
        ? []
        : [element("figcaption", {}, ...caption.map((line, i) => element(i === 0 ? "div" : "small", {}, escapeText(line))))]),
    ),
  );
  return element("div", { class: "tiles" }, ...figures);
}

export const tileStyle = `
.tiles { display: flex; flex-wrap: wrap; gap: 14px 12px; }
figure { margin: 0; font-size: 12px; line-height: 1.35; text-align: center; }
figure img { display: block; margin: 0 auto; image-rendering: pixelated; outline: 1px solid #d8dee4; }
figcaption { margin-top: 4px; }
figcaption small { color: #656d76; font-size: 12px; }
@media (prefers-color-scheme: dark) {
  figure img { outline-color: #30363d; }
  figcaption small { color: #9198a1; }
}
`;
