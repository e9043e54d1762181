import type { Callback, FitOptions, ModelOptions } from "tidu";

/** What every program takes. */
export interface ProgramOptions extends Pick<ModelOptions, "backend" | "seed"> {
  /** Default: 0, silent. */
  readonly verbose?: NonNullable<FitOptions["verbose"]>;
  readonly callbacks?: readonly Callback[];
}

/** Runs once and returns the figure by which it is judged. */
export type Program = (options?: ProgramOptions) => Promise<number>;
