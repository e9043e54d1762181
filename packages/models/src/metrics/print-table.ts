/** Cells in columns: the first one left-aligned, the others right-aligned, two spaces between them. */
export function printTable(rows: readonly (readonly string[])[]): string {
  const widths: number[] = [];
  for (const row of rows) row.forEach((cell, column) => (widths[column] = Math.max(widths[column] ?? 0, cell.length)));
  return rows
    .map((row) =>
      row
        .map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

/** The name of a class; its id when it has none. */
export const nameOfClass = (id: number, names: readonly string[] | undefined): string => names?.[id] ?? String(id);
