import type { Workload } from "../workload.ts";
import type { Answer, Request } from "../protocol.ts";
import { epochClock } from "../timing.ts";
import type { EpochClock } from "../timing.ts";

/** A model of any JavaScript library: trains on `steps` batches per epoch and calls the clock's hooks. */
export type Fit = (steps: number, epochs: number, callback: EpochClock["callback"]) => Promise<void>;

const warmUpSteps = 5;
const longestEpoch = 1000; // milliseconds
const longestWarmUp = 2000; // milliseconds

/** How a system in JavaScript answers requests: by epochs of its `fit`. */
export function training({ steps: most, id }: Workload, fit: Fit, threads: number): (request: Request) => Promise<Answer> {
  let steps = 1;
  let epochTime = 0;

  const epochs = async (count: number): Promise<readonly number[]> => {
    const { times, callback } = epochClock();
    await fit(steps, count, callback);
    return times;
  };

  const warmUp = async (): Promise<void> => {
    await fit(Math.min(warmUpSteps, steps), 1, epochClock().callback);
  };

  const prepare = async (): Promise<Answer> => {
    const start = performance.now();
    await epochs(1);
    const first = performance.now() - start;
    [epochTime = 0] = await epochs(1);
    const compile = first - (performance.now() - start - first);
    // As many as `fit` has in an epoch, and so many to a call, as in the baselines; systems that take long for a step make fewer.
    while (steps < most && epochTime < longestEpoch / 2) {
      steps = Math.min(most, Math.max(steps + 1, Math.floor((longestEpoch / epochTime) * steps)));
      [epochTime = 0] = await epochs(1);
    }
    return { compile, threads };
  };

  const round = async (milliseconds: number): Promise<Answer> => {
    // After waiting, caches are cold: a system warms up for five steps, as the baselines in Python do, where that does not take long.
    if (epochTime < milliseconds / 4) [epochTime = 0] = await epochs(1);
    else if ((epochTime / steps) * warmUpSteps < longestWarmUp) await warmUp();
    const times: number[] = [];
    for (let left = milliseconds; left > 0;) {
      const more = await epochs(Math.max(1, Math.floor(left / epochTime)));
      times.push(...more);
      epochTime = Math.min(...more);
      left -= more.reduce((sum, time) => sum + time, 0);
    }
    return { times: times.map((time) => time / steps), threads, peak: process.resourceUsage().maxRSS * 1024 };
  };

  const train = async (total: number): Promise<Answer> => {
    steps = Math.min(most, 1000);
    await epochs(Math.round(total / steps));
    return { resident: process.memoryUsage.rss() };
  };

  return async (request) => {
    switch (request.kind) {
      case "prepare":
        return prepare();
      case "round":
        return round(request.milliseconds);
      case "memory":
        return train(request.steps);
      default:
        throw new Error(`${id}: unknown request.`);
    }
  };
}

export function workloadOf(workloads: readonly Workload[], id: string | undefined): Workload {
  const found = workloads.find((workload) => workload.id === id);
  if (found === undefined) throw new Error(`Unknown workload ${String(id)}.`);
  return found;
}
