import { printShape } from "@tidu/core-tensor";
import type { TensorData } from "@tidu/core-tensor";
import type { ClassWeight } from "../data/class-weight.ts";
import { joinRows } from "../data/join-rows.ts";
import { rowOrder } from "../data/row-order.ts";
import type { Network } from "../network/network.ts";
import type { Compiled } from "../training/compile.ts";
import { prepareData, withClassWeight } from "../training/host-data.ts";
import type { HostData } from "../training/host-data.ts";
import type { Objective } from "../training/objective.ts";
import type { StepData } from "../training/step-source.ts";
import { releaseData, uploadData } from "../training/upload-data.ts";
import { partsOf } from "./batch-like.ts";
import type { BatchReader } from "./batch-reader.ts";

/** The batches of a call take at most about this much memory, and those that are read meanwhile as much again. */
const mostBytes = 2 ** 26;

export interface StreamStepsOptions {
  /** What the data are, for errors: `fit`, `fit: validationData`. */
  readonly what: string;
  readonly reader: BatchReader;
  readonly network: Network;
  readonly compiled: Compiled;
  readonly classWeight?: ClassWeight | undefined;
}

/**
 * Batches of a stream, as many in one call as the engine should make steps. The next ones are read while it is busy; a batch of another
 * size begins a call of its own.
 *
 * @throws when the first batch does not fit the model
 */
export async function streamSteps({ what, reader, network, compiled, classWeight }: StreamStepsOptions): Promise<StepData> {
  const prepare = (where: string, batch: unknown, objectives?: readonly Objective[]): Promise<HostData> =>
    prepareData({ what: where, network, compiled, ...partsOf(where, batch), objectives });
  const first = await prepare(`${what}: batch 0`, await reader.peek());
  const next = async (): Promise<HostData | undefined> => {
    const element = await reader.read();
    if (element === undefined) return undefined;
    const where = `${what}: batch ${element.index}`;
    const host = await prepare(where, element.value, first.objectives);
    checkAlike(where, host, first);
    return withClassWeight(where, host, classWeight);
  };
  return {
    objectives: first.objectives,
    open: (backend) => ({
      get steps() {
        return reader.steps;
      },
      close: () => {},
      async *pass({ stepsACall }) {
        reader.begin();
        let done = 0;
        let held: HostData | undefined;
        const readCall = async (): Promise<readonly HostData[]> => {
          const batch = held ?? (await next());
          held = undefined;
          if (batch === undefined) return [];
          const batches = [batch];
          const left = reader.steps === undefined ? Infinity : Math.max(1, reader.steps - done);
          const wanted = Math.min(stepsACall(batch.rows, left), Math.max(1, Math.floor(mostBytes / bytesOf(batch))));
          while (batches.length < wanted) {
            const another = await next();
            if (another === undefined) break;
            if (sameShapes(batch, another)) batches.push(another);
            else {
              held = another;
              break;
            }
          }
          done += batches.length;
          return batches;
        };
        let reading = readCall();
        try {
          for (let batches = await reading; batches[0] !== undefined; batches = await reading) {
            reading = readCall();
            reading.catch(() => {}); // it is thrown when its turn comes
            const prepared = uploadData(joined(batches), backend);
            try {
              yield { data: prepared.data, indices: rowOrder(prepared.rows, { shuffle: false }), size: batches[0].rows };
            } finally {
              releaseData(prepared);
            }
          }
        } finally {
          await reading.catch(() => {}); // the reader is not asked twice at once
        }
      },
    }),
  };
}

/** Batches of a data set are of one kind. @throws naming the batch and what differs from the first */
function checkAlike(where: string, host: HostData, first: HostData): void {
  host.x.forEach(({ dtype, shape }, i) => {
    const before = first.x[i];
    if (dtype !== before?.dtype) throw differs(where, "x", `${dtype}${printShape(shape)}`, before);
  });
  host.given.forEach(({ dtype, shape }, i) => {
    const before = first.given[i];
    const same = dtype === before?.dtype && printShape(shape.slice(1)) === printShape(before.shape.slice(1));
    if (!same) throw differs(where, "y", `${dtype}${printShape(shape)}`, before);
  });
  const [weighted, expected] = [host, first].map(({ sampleWeight }) => Object.keys(sampleWeight).length > 0);
  if (weighted !== expected)
    throw new Error(
      `${where} comes ${weighted === true ? "with" : "without"} sampleWeight, batch 0 ${expected === true ? "with" : "without"}. Give it in all batches, or in none.`,
    );
}

const differs = (where: string, part: string, received: string, before: Pick<TensorData, "dtype" | "shape"> | undefined): Error =>
  new Error(
    `${where}: ${part} is ${received}, in batch 0 it was ${before === undefined ? "missing" : `${before.dtype}${printShape(before.shape)}`}. All batches need one dtype, and rows of one shape.`,
  );

const arraysOf = ({ x, y, sampleWeight }: HostData): readonly TensorData[] => [...x, ...y, ...Object.values(sampleWeight)];

const bytesOf = (host: HostData): number => arraysOf(host).reduce((sum, { data }) => sum + data.byteLength, 0);

/** Whether two batches fit into one call. */
function sameShapes(a: HostData, b: HostData): boolean {
  const others = arraysOf(b);
  return arraysOf(a).every(({ shape }, i) => printShape(shape) === printShape(others[i]?.shape ?? []));
}

function joined(batches: readonly HostData[]): HostData {
  const [first, ...rest] = batches;
  if (first === undefined) throw new Error("There is no batch to run.");
  if (rest.length === 0) return first;
  const join = (of: (host: HostData) => TensorData | undefined): TensorData => joinRows(batches.flatMap((host) => of(host) ?? []));
  return {
    ...first,
    rows: first.rows * batches.length,
    x: first.x.map((_, i) => join(({ x }) => x[i])),
    y: first.y.map((_, i) => join(({ y }) => y[i])),
    sampleWeight: Object.fromEntries(Object.keys(first.sampleWeight).map((key) => [key, join((host) => host.sampleWeight[Number(key)])])),
  };
}
