import { megabytes } from "./remote-file.ts";
import type { DownloadProgress } from "./remote-file.ts";

/** The part of a stream that a bar needs. */
export interface Terminal {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

/**
 * Draws downloads as one line that grows, ten times a second at most; nothing where the stream is no terminal.
 *
 * @param where begins the line: the data set
 */
export function progressBar(where: string, terminal: Terminal | undefined): (progress: DownloadProgress) => void {
  if (terminal?.isTTY !== true) return () => {};
  let drawn = 0;
  return ({ file, received, size }) => {
    const done = received >= size;
    if (!done && performance.now() - drawn < 100) return;
    drawn = performance.now();
    const line = barLine(`${where}: ${file}`, received, size, (terminal.columns || 80) - 1);
    terminal.write(`\r${line}\u001B[K${done ? "\n" : ""}`);
  };
}

/** `mnist: train-images-idx3-ubyte.gz ━━━━━━──── 4.9 of 9.9 MB`, at most `columns` wide. */
export function barLine(label: string, received: number, size: number, columns: number): string {
  const figures = `${megabytes(received)} of ${megabytes(size)}`;
  const width = Math.min(30, columns - label.length - figures.length - 2);
  if (width < 5) return `${label} ${figures}`.slice(0, columns);
  const full = Math.round((width * received) / size);
  return `${label} ${"━".repeat(full)}${"─".repeat(width - full)} ${figures}`;
}
