/** Something that text can be written to. */
export interface Output {
  /** Writes text as it is. */
  write(text: string): void;
  /** Whether a line can be drawn again (a terminal). */
  readonly live: boolean;
  /** Characters in a line of the terminal, now. */
  readonly columns: number;
  readonly color: boolean;
}

interface Process {
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly stdout?: {
    readonly isTTY?: boolean;
    readonly columns?: number;
    write(text: string): unknown;
  };
}

/** Standard output; the console where there is none (a browser), which shows whole lines only. Colours unless NO_COLOR is set. */
export function terminalOutput(): Output {
  const { process } = globalThis as { readonly process?: Process };
  const stdout = process?.stdout;
  if (stdout === undefined || typeof stdout.write !== "function") {
    return { write: (text) => console.log(text.replace(/\n$/, "")), live: false, columns: 80, color: false };
  }
  const { NO_COLOR: noColor = "", TERM: term = "" } = process?.env ?? {};
  const live = stdout.isTTY === true && term !== "dumb";
  return {
    write: (text) => void stdout.write(text),
    live,
    get columns() {
      return stdout.columns || 80;
    },
    color: live && noColor === "",
  };
}
