import type { Backend, Key } from "@tidu/core-tensor";
import { rowOrder } from "../data/row-order.ts";
import type { HostData } from "./host-data.ts";
import type { Objective } from "./objective.ts";
import type { ResidentData } from "./train-step.ts";
import { releaseData, uploadData } from "./upload-data.ts";

/** The rows of one call: steps of `size` rows each, one after the other. */
export interface Portion {
  readonly data: ResidentData;
  /** Rows of `data`, as the steps take them. */
  readonly indices: Int32Array;
  readonly size: number;
}

export interface PassOptions {
  /** Where a random order comes from. Default: the rows come in their order. */
  readonly shuffledBy?: Key | undefined;
  /** How many of `left` steps the next call should make. */
  readonly stepsACall: (size: number, left: number) => number;
}

/** Batches on a backend, a call's worth at a time, pass after pass. */
export interface StepSource {
  /** The steps of a pass, once that is known. */
  readonly steps: number | undefined;
  pass(options: PassOptions): AsyncIterable<Portion>;
  /** Frees what it holds on the backend. */
  close(): void;
}

/** Data to train or measure on, before they are on a backend. */
export interface StepData {
  /** What the outputs are trained and measured by, now that the targets are known. */
  readonly objectives: readonly Objective[];
  open(backend: Backend): StepSource;
}

/** Arrays, which are put on the backend whole, once. */
export const arraySteps = (host: HostData, batchSize: number): StepData => ({
  objectives: host.objectives,
  open: (backend) => {
    const prepared = uploadData(host, backend);
    const { data, rows } = prepared;
    const most = Math.min(batchSize, rows);
    return {
      steps: Math.ceil(rows / most),
      close: () => releaseData(prepared),
      async *pass({ shuffledBy, stepsACall }) {
        const order = rowOrder(rows, { shuffle: shuffledBy !== undefined, ...(shuffledBy && { key: shuffledBy }) });
        for (let row = 0; row < rows;) {
          const whole = Math.floor((rows - row) / most);
          const size = whole > 0 ? most : rows - row;
          const steps = whole > 0 ? stepsACall(size, whole) : 1;
          yield { data, indices: order.subarray(row, row + steps * size), size };
          row += steps * size;
        }
      },
    };
  },
});
