import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { datasets } from "tidu";
import type { ProgramOptions } from "./program.ts";

/** Texts and a label for each, 0 or 1. */
export interface LabelledTexts {
  readonly texts: readonly string[];
  readonly labels: readonly number[];
}

/** What programs on texts take. */
export interface TextProgramOptions extends ProgramOptions {
  /** Default: movie reviews. */
  readonly data?: { readonly train: LabelledTexts; readonly test: LabelledTexts };
  /** Default: as many as the program has. */
  readonly epochs?: number;
}

const file = (part: "train" | "test"): string => fileURLToPath(new URL(`../../../../shared/data/imdb_${part}.jsonl.gz`, import.meta.url));

/** Why programs on movie reviews cannot run here; undefined when they can. */
export const reviewsMissing = (): string | undefined =>
  existsSync(file("train")) && existsSync(file("test"))
    ? undefined
    : "it needs imdb_train.jsonl.gz and imdb_test.jsonl.gz in ../shared/data beside the repository";

/** 6,000 movie reviews to learn from and 4,000 to test on, half of them for the movie (label 1). */
export const movieReviews = async (): Promise<Required<TextProgramOptions>["data"]> => ({
  train: await labelledTexts(file("train")),
  test: await labelledTexts(file("test")),
});

async function labelledTexts(path: string): Promise<LabelledTexts> {
  const reviews = await datasets.readJsonl(path, { fields: { text: "string", label: "number" } }).toArray();
  return { texts: reviews.map(({ text }) => text), labels: reviews.map(({ label }) => label) };
}
