import { fetchFiles } from "../download/fetch-files.ts";
import type { RemoteDataset } from "../download/fetch-files.ts";
import { readDataDir } from "../download/read-data-dir.ts";
import type { DownloadOptions } from "../download/remote-file.ts";
import { gunzip } from "../formats/gunzip.ts";
import { textOf } from "../text/read-text.ts";

/** A text in parts that follow each other. */
export interface TextParts {
  readonly train: string;
  readonly validation: string;
  readonly test: string;
}

/**
 * Tiny Shakespeare: 1.1 million characters of his plays (A. Karpathy, The unreasonable effectiveness of recurrent neural networks, 2015;
 * public domain). Downloaded once (1.1 MB), verified and kept in the user's cache folder.
 *
 * @returns the first 90 % of the characters to train on, and 5 % each for validation and test, as TensorFlow Datasets cuts it; programs
 * that know two parts validate on `validation + test`
 * @throws when no mirror answers (saying where to put the file), `dataDir` lacks it, it is no text or too short, or the disk is full
 * @example
 * ```ts
 * const { train, validation } = await tinyShakespeare();
 * const characters = [...new Set(train)].sort(); // 65 of them
 * ```
 */
export const tinyShakespeare = (options: DownloadOptions = {}): Promise<TextParts> => loadText(remote, options);

const remote: RemoteDataset = {
  name: "tinyShakespeare",
  mirrors: [
    "https://raw.githubusercontent.com/karpathy/char-rnn/master/data/tinyshakespeare",
    "https://cdn.jsdelivr.net/gh/karpathy/char-rnn@master/data/tinyshakespeare",
  ],
  files: [
    {
      name: "input.txt",
      size: 1115394,
      checksum: { algorithm: "sha256", digest: "86c4e6aa9db7c042ec79f339dcb96d42b0075e16b8fc2e86bf0ca57e2dc565ed" },
    },
  ],
};

/** The text as published, and as copies of it are called. */
const fileNames = ["input.txt", "tiny_shakespeare.txt", "tinyshakespeare.txt"];

/** {@link tinyShakespeare} from a text on the network. */
export async function loadText(dataset: RemoteDataset, options: DownloadOptions): Promise<TextParts> {
  const { name } = dataset;
  const wanted = fileNames.flatMap((file) => [file, `${file}.gz`]);
  const [file] =
    options.dataDir === undefined
      ? (await fetchFiles(dataset, options)).map((bytes) => ({ path: dataset.files[0]?.name ?? name, bytes }))
      : await readDataDir(name, options.dataDir, [wanted]);
  if (file === undefined) throw new Error(`${name}: expected one file.`);
  const source = `${name}: ${file.path}`;
  const text = textOf(source, await gunzip(source, file.bytes));
  const start = Math.trunc(text.length * 0.9);
  const middle = start + Math.trunc((text.length - start) * 0.5);
  if (start === 0 || middle === start)
    throw new Error(`${source}: expected a text that can be cut into three parts, received ${text.length} characters.`);
  return { train: text.slice(0, start), validation: text.slice(start, middle), test: text.slice(middle) };
}
