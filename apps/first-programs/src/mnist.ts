import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { datasets } from "tidu";
import type { ProgramOptions } from "./program.ts";

/** The four files of MNIST, beside the repository. */
export const mnistFolder = fileURLToPath(new URL("../../../../shared/data/mnist", import.meta.url));

/** Why programs on MNIST cannot run here; undefined when they can. */
export const mnistMissing = (): string | undefined =>
  existsSync(mnistFolder) ? undefined : "it needs the files of MNIST in ../shared/data/mnist beside the repository";

/** What programs on digits take. */
export interface DigitsProgramOptions extends ProgramOptions {
  /** Default: MNIST. */
  readonly data?: datasets.ImageDataset;
  /** Default: as many as the program has. */
  readonly epochs?: number;
}
