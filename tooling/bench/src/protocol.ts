/** What a child process is asked to do, as a line of JSON. */
export type Request =
  /** Make everything ready; nothing of it is measured but the time to compile. */
  | { readonly kind: "prepare" }
  /** Train for about so many milliseconds, at least one epoch. */
  | { readonly kind: "round"; readonly milliseconds: number }
  /** Train for so many steps and look at the memory. */
  | { readonly kind: "memory"; readonly steps: number };

/** What it answers. */
export interface Answer {
  /** Milliseconds of a step: the average of each epoch. Systems in Python give the 10th, 50th and 90th percentile. */
  readonly times?: readonly number[];
  readonly threads?: number;
  /** The system with its versions, where it knows them. */
  readonly system?: string;
  /** Milliseconds from an untraced model to one that is ready to train. */
  readonly compile?: number;
  /** Bytes of resident memory now. */
  readonly resident?: number;
  /** Bytes of resident memory at most so far, of the whole process. */
  readonly peak?: number;
}
