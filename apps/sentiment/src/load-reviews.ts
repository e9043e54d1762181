import { existsSync } from "node:fs";
import { join } from "node:path";
import { sharedFile } from "@tidu/app-kit";
import { datasets } from "tidu";

export interface Reviews {
  readonly texts: readonly string[];
  /** 0: against the movie, 1: for it. */
  readonly labels: readonly number[];
}

export interface SplitReviews {
  readonly train: Reviews;
  readonly test: Reviews;
}

export interface LoadReviewsOptions {
  /** A folder with `imdb_train.jsonl.gz` and `imdb_test.jsonl.gz`, or with the original archive. Default: ../shared/data beside the repository. */
  readonly dataDir?: string | undefined;
  /** Download the original archive when there is no folder. */
  readonly download?: boolean;
}

/**
 * Movie reviews with what their authors felt.
 *
 * @throws when there are none, saying how to get them
 */
export async function loadReviews({ dataDir, download = false }: LoadReviewsOptions = {}): Promise<SplitReviews> {
  const [train, test] = jsonlFiles(dataDir);
  if (train !== undefined && test !== undefined) return { train: await readReviews(train), test: await readReviews(test) };
  if (dataDir === undefined && !download) throw new Error(howToGet);
  const { train: first, test: second } = await datasets.imdbReviews({ dataDir });
  return { train: reviewsOf(first), test: reviewsOf(second) };
}

const howToGet =
  "no reviews here: ../shared/data has no imdb_train.jsonl.gz and imdb_test.jsonl.gz. " +
  "Say where they are with --data-dir FOLDER (two such files of { text, label } lines, or aclImdb_v1.tar.gz), " +
  "or let the 84 MB of the original archive be downloaded once with --download.";

const names = ["imdb_train.jsonl.gz", "imdb_test.jsonl.gz"] as const;

function jsonlFiles(dataDir: string | undefined): readonly (string | undefined)[] {
  if (dataDir === undefined) return names.map(sharedFile);
  return names.map((name) => join(dataDir, name)).map((path) => (existsSync(path) ? path : undefined));
}

async function readReviews(path: string): Promise<Reviews> {
  const rows = await datasets.readJsonl(path, { fields: { text: "string", label: "number" } }).toArray();
  return { texts: rows.map(({ text }) => text), labels: rows.map(({ label }) => label) };
}

const reviewsOf = ({ x, y }: datasets.Reviews): Reviews => ({ texts: x, labels: [...y.data] });
