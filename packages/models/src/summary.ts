/** A layer in a summary. */
export interface SummaryRow {
  readonly name: string;
  /** The factory's name: `dense`. */
  readonly kind: string;
  /** `[batch, 128]` */
  readonly outputShape: string;
  readonly params: number;
  /** The names of the layers whose outputs it takes; the column shows up when any row has it. */
  readonly connectedTo?: readonly string[];
}

export interface Summary {
  /** The model's name. */
  readonly name: string;
  readonly rows: readonly SummaryRow[];
  /** Numbers of parameters. */
  readonly totals: {
    readonly total: number;
    readonly trainable: number;
    readonly nonTrainable: number;
    /** Numbers in the state of the optimizer, which are not the model's. */
    readonly optimizer?: number;
  };
}

/** The layers of a model as a table with output shapes and parameter counts, and the totals with their size in memory (as Keras's `summary`). */
export function summaryTable({ name, rows, totals }: Summary): string {
  const connected = rows.some(({ connectedTo }) => connectedTo !== undefined);
  const header = ["Layer (type)", "Output Shape", "Param #", ...(connected ? ["Connected to"] : [])];
  const body = rows.map(({ name, kind, outputShape, params, connectedTo = [] }) => [
    name === kind ? name : `${name} (${kind})`,
    outputShape,
    grouped(params),
    ...(connected ? [connectedTo.length === 0 ? "-" : connectedTo.join(", ")] : []),
  ]);
  const widths = header.map((title, column) => Math.max(...[header, ...body].map((row) => row[column]?.length ?? title.length)));
  const rule = (left: string, line: string, joint: string, right: string): string =>
    `${left}${widths.map((width) => line.repeat(width + 2)).join(joint)}${right}`;
  const line = (cells: readonly string[], bar: string): string =>
    `${bar}${cells.map((cell, column) => ` ${padded(cell, widths[column] ?? 0, column === 2)} `).join(bar)}${bar}`;
  return [
    `Model: "${name}"`,
    rule("┏", "━", "┳", "┓"),
    line(header, "┃"),
    rule("┡", "━", "╇", "┩"),
    ...body.map((cells) => line(cells, "│")),
    rule("└", "─", "┴", "┘"),
    total("Total params", totals.total),
    total("Trainable params", totals.trainable),
    total("Non-trainable params", totals.nonTrainable),
    ...(totals.optimizer === undefined ? [] : [total("Optimizer params", totals.optimizer)]),
  ].join("\n");
}

const padded = (cell: string, width: number, right: boolean): string => (right ? cell.padStart(width) : cell.padEnd(width));

const total = (title: string, params: number): string => ` ${title}: ${grouped(params)} (${bytes(4 * params)})`;

/** `1234567` as `1,234,567`. */
const grouped = (count: number): string => String(count).replaceAll(/\B(?=(\d{3})+$)/g, ",");

/** `4.25 kB`, in steps of 1024. */
function bytes(count: number): string {
  let size = count;
  let unit = 0;
  const units = ["B", "kB", "MB", "GB", "TB"];
  while (size >= 1024 && unit < units.length - 1) {
    size /= 1024;
    unit += 1;
  }
  return `${unit === 0 ? size : size.toFixed(2)} ${units[unit] ?? "B"}`;
}
