/** How the text is cut into cells. */
export interface RecordOptions {
  readonly delimiter: string;
  readonly quote: string;
  readonly comment: string | undefined;
}

/** One row of cells as text. */
export interface CsvRecord {
  readonly cells: readonly string[];
  /** The line it starts on, from 1. */
  readonly line: number;
}

/**
 * Cuts CSV text into rows of cells: blanks around cells, empty lines and a byte order mark are left out.
 *
 * @param firstLine the number of the text's first line
 * @throws when a quote is never closed or stands inside a cell, with the line
 */
export async function splitRecords(
  source: string,
  text: string,
  { delimiter, quote, comment }: RecordOptions,
  firstLine = 1,
): Promise<CsvRecord[]> {
  const { CsvError, parse } = await import("#csv-parse");
  const records: CsvRecord[] = [];
  try {
    parse(text, {
      delimiter,
      quote: quote === "" ? null : quote,
      escape: quote === "" ? null : quote,
      comment: comment ?? null,
      comment_no_infix: true,
      bom: true,
      trim: true,
      skip_empty_lines: true,
      relax_column_count: true, // we word that error ourselves
      on_record: (cells: string[], { lines }) => {
        records.push({ cells, line: firstLine - 1 + lines - lineBreaks(cells) });
        return null; // kept above, with its line
      },
    });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw new Error(`${source}, ${explain(error, records.at(-1), firstLine)}`, { cause: error });
  }
  return records;
}

const lineBreaks = (cells: readonly string[]): number => cells.reduce((count, cell) => count + (cell.match(/\r\n|\n|\r/g)?.length ?? 0), 0);

function explain(
  error: Error & { readonly code?: unknown; readonly lines?: unknown },
  last: CsvRecord | undefined,
  firstLine: number,
): string {
  if (error.code === "CSV_QUOTE_NOT_CLOSED") {
    return `after line ${last?.line ?? firstLine - 1}: a quote is opened and never closed. Close it, or pass quote: "" when quotes are plain characters.`;
  }
  return `line ${firstLine - 1 + Number(error.lines)}: ${error.message}. Double a quote inside a quoted cell (""), or pass quote: "" when quotes are plain characters.`;
}
