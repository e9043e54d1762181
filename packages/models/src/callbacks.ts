/** Values by name: `loss`, `accuracy`, `val_loss` … (Keras's keys, so that curves and habits carry over). */
export type Logs = Readonly<Record<string, number>>;

/**
 * Looks at training, and may end it. Hooks are awaited, in the order in which callbacks were given.
 *
 * Many steps run in one call of the backend; `onBatchEnd` is then called for each of them, in order, with its values. A callback
 * that must act between two steps says `perStep: true`, which makes every call one step.
 */
export interface Callback {
  readonly perStep?: boolean;
  onTrainBegin?(training: TrainingControl): void | Promise<void>;
  onEpochBegin?(epoch: number, training: TrainingControl): void | Promise<void>;
  /** The loss of this batch, and the metrics over the epoch so far. */
  onBatchEnd?(batch: number, logs: Logs, training: TrainingControl): void | Promise<void>;
  onEpochEnd?(epoch: number, logs: Logs, training: TrainingControl): void | Promise<void>;
  onTrainEnd?(logs: Logs, training: TrainingControl): void | Promise<void>;
}

/** What a callback can do. While one runs, the model can evaluate, predict, save, and read or replace weights. */
export interface TrainingControl {
  /**
   * The rate of the next step: `training.learningRate *= 0.5`. With a schedule it is that of the last step, and cannot be set.
   * It stays with the optimizer after training, and in files.
   */
  learningRate: number;
  /**
   * Ends training after this epoch (Keras's `model.stop_training = True`). From `onBatchEnd` the epoch ends there; with many steps
   * a call, after those of the call.
   */
  stop(): void;
}

/** What `fit` returns: per key, one value per epoch. */
export interface History {
  /** The numbers of the epochs, from 0. */
  readonly epoch: readonly number[];
  readonly history: Readonly<Record<string, readonly number[]>>;
}
