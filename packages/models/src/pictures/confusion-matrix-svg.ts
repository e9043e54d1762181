import { element, escapeText, textAt, textWidth } from "./svg.ts";
import { picture } from "./theme.ts";

export interface ConfusionPictureOptions {
  /** One name per class. Default: their numbers. */
  readonly classNames?: readonly string[];
  /** Default: "Confusion matrix". */
  readonly title?: string;
  /** How wide the cells are together, in pixels, at most. Default: 560. */
  readonly width?: number;
}

const padding = 24;
const header = 64;

/**
 * A confusion matrix as an SVG picture that stands alone: a row per true class, a column per predicted one, the shade of a
 * cell its share of the row; right answers blue, wrong ones orange.
 *
 * @param matrix counts, `matrix[actual][predicted]`
 * @throws when it is not square, or the number of names is another
 *
 * @example
 * await writeFile("confusion.svg", confusionMatrixSvg([[10, 0], [1, 9]], { classNames: ["no", "yes"] }));
 */
export function confusionMatrixSvg(
  matrix: readonly (readonly number[])[],
  { classNames, title = "Confusion matrix", width = 560 }: ConfusionPictureOptions = {},
): string {
  const names = classNames ?? matrix.map((_, i) => String(i));
  check(matrix, names);
  const nameWidth = Math.max(...names.map((name) => textWidth(name, 12)));
  const cell = Math.max(12, Math.min(width / matrix.length, Math.max(72, Math.min(110, nameWidth + 14))));
  const slanted = nameWidth > cell - 6; // names of columns that do not fit side by side
  const left = padding + 24 + nameWidth;
  const top = header + 20 + (slanted ? nameWidth * 0.72 : 0);
  const side = cell * matrix.length;
  const column = (i: number): number => left + (i + 0.5) * cell;
  const row = (i: number): number => top + (i + 0.5) * cell;
  const rowNames = names.map((name, i) => textAt(left - 10, row(i) + 4, name, { class: "tidu-text", "text-anchor": "end" }));
  const columnNames = names.map((name, i) =>
    slanted
      ? textAt(0, 0, name, { class: "tidu-text", transform: `translate(${Math.round(column(i))} ${Math.round(top - 8)}) rotate(-45)` })
      : textAt(column(i), top - 8, name, { class: "tidu-text", "text-anchor": "middle" }),
  );
  return picture(
    Math.max(left + side + padding + (slanted ? nameWidth * 0.72 : 0), padding * 2 + textWidth(title, 17)),
    top + side + padding,
    `${title} of ${names.length} classes`,
    textAt(padding, 32, title, { class: "tidu-text tidu-title" }),
    textAt(left + side / 2, header - 8, "predicted", { class: "tidu-muted", "text-anchor": "middle" }),
    textAt(0, 0, "actual", {
      class: "tidu-muted",
      "text-anchor": "middle",
      transform: `translate(${padding} ${Math.round(top + side / 2)}) rotate(-90)`,
    }),
    ...rowNames,
    ...columnNames,
    ...matrix.flatMap((counts, actual) => {
      const total = counts.reduce((sum, count) => sum + count, 0);
      return counts.map((count, predicted) => {
        const meaning = `${names[actual]}, predicted ${names[predicted]}: ${count} of ${total}`;
        const corner = { x: left + predicted * cell, y: top + actual * cell };
        return drawCell({ ...corner, size: cell, count, share: total === 0 ? 0 : count / total, right: actual === predicted, meaning });
      });
    }),
  );
}

interface Cell {
  readonly x: number;
  readonly y: number;
  readonly size: number;
  readonly count: number;
  /** Of the rows of its true class. */
  readonly share: number;
  readonly right: boolean;
  readonly meaning: string;
}

function drawCell({ x, y, size, count, share, right, meaning }: Cell): string {
  const colour = share > 0.55 ? "tidu-on-fill" : count === 0 ? "tidu-muted" : "tidu-text";
  const middle = { "text-anchor": "middle", class: colour };
  const roomy = size >= 44;
  const weight = count > 0 ? 600 : undefined;
  const numbers = [
    textAt(
      x + size / 2,
      y + size / 2 + (roomy && count > 0 ? -1 : 4),
      String(count),
      roomy ? { ...middle, "font-size": 15, "font-weight": weight } : middle,
    ),
    ...(roomy && count > 0
      ? [textAt(x + size / 2, y + size / 2 + 16, `${Math.round(share * 100)} %`, { ...middle, "font-size": 11 })]
      : []),
  ];
  return element(
    "g",
    { class: right ? "tidu-right" : "tidu-wrong" },
    element("title", {}, escapeText(meaning)),
    element("rect", { class: "tidu-grid", x, y, width: size, height: size, fill: "none" }),
    element("rect", {
      x: x + 1,
      y: y + 1,
      width: size - 2,
      height: size - 2,
      rx: 3,
      fill: "currentColor",
      "fill-opacity": count === 0 ? 0 : 0.12 + 0.88 * share,
    }),
    ...(size >= 22 ? numbers : []),
  );
}

function check(matrix: readonly (readonly number[])[], names: readonly string[]): void {
  const ragged = matrix.find(({ length }) => length !== matrix.length);
  if (matrix.length === 0 || ragged !== undefined)
    throw new Error(
      `confusionMatrixSvg: expected a square matrix of counts, received ${matrix.length} rows${ragged ? `, one of ${ragged.length} numbers` : ""}.`,
    );
  if (names.length !== matrix.length)
    throw new Error(`confusionMatrixSvg: expected ${matrix.length} classNames, received ${names.length}.`);
}
