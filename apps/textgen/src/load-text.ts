import { readFile } from "node:fs/promises";
import { dirname } from "node:path";
import { sharedFile } from "@tidu/app-kit";
import { datasets } from "tidu";

export interface TextParts {
  readonly train: string;
  /** To watch and to measure on: the last tenth. */
  readonly validation: string;
}

export interface LoadTextOptions {
  /** A file. Default: Shakespeare's plays from ../shared/data beside the repository. */
  readonly file?: string | undefined;
  /** Download Shakespeare's plays when they are not there. */
  readonly download?: boolean;
}

/**
 * A text to learn from, and its last tenth to measure on.
 *
 * @throws when there is none, saying how to get one
 */
export async function loadText({ file, download = false }: LoadTextOptions = {}): Promise<TextParts> {
  if (file !== undefined) {
    const whole = await readFile(file, "utf8");
    const end = Math.trunc(whole.length * 0.9);
    return { train: whole.slice(0, end), validation: whole.slice(end) };
  }
  const shared = sharedFile("tiny_shakespeare.txt");
  if (shared === undefined && !download)
    throw new Error(
      "no text here: ../shared/data has no tiny_shakespeare.txt. Give a text of your own with --text FILE, " +
        "or let 1.1 MB of Shakespeare's plays be downloaded once with --download.",
    );
  const { train, validation, test } = await datasets.tinyShakespeare(shared === undefined ? {} : { dataDir: dirname(shared) });
  return { train, validation: validation + test };
}
