import { median, quantile } from "./timing.ts";
import { systems } from "./systems.ts";
import type { Running, SystemName } from "./systems.ts";
import type { Workload } from "./workload.ts";

/** What one system took for a step of a workload. */
export interface Measured {
  readonly name: SystemName;
  /** The system with its versions, where it knows them. */
  readonly system: string;
  readonly threads: number;
  readonly median: number;
  readonly p10: number;
  readonly p90: number;
  /** The median of each round that it had a turn in, by the round's number. */
  readonly rounds: ReadonlyMap<number, number>;
  /** Bytes of memory that its process had at most. */
  readonly peak: number;
}

/** A system that could not be measured, and why. */
export interface Missing {
  readonly name: SystemName;
  readonly missing: string;
}

export interface Plan {
  readonly quick: boolean;
  /** How often every system has its turn; slow ones make one step each time. */
  readonly rounds: number;
  /** How long a turn is, at least one epoch. */
  readonly milliseconds: number;
}

/** How many systems prepare at once: nothing is measured then. */
const preparingAtOnce = 2;

/** Measures all systems side by side: every one in its own process, turn after turn. */
export async function measure(workload: Workload, plan: Plan, report: (text: string) => void): Promise<readonly (Measured | Missing)[]> {
  const turns = systems.map((system): Turn => {
    const { name } = system;
    const started = isTooSlow(workload, name)
      ? { missing: "takes too long for a step" }
      : plan.quick && system.slowStart === true && !isNamed(workload, name)
        ? { missing: leftOut }
        : system.start(workload.id, plan);
    return { name, started, slowStart: system.slowStart === true, times: [], rounds: new Map(), system: name, threads: 0, peak: 0 };
  });
  await eachOf(turns, preparingAtOnce, async (turn) => {
    report(`${workload.id}: preparing ${turn.name}`);
    await attempt(turn, (running) => running.ask({ kind: "prepare" }));
  });
  for (let round = 1; round <= plan.rounds; round++) {
    for (const turn of turns) {
      if (turn.slowStart && round > 1 && round < plan.rounds) continue;
      report(`${workload.id}: round ${round} of ${plan.rounds}, ${turn.name}`);
      await attempt(turn, async (running) => {
        const {
          times = [],
          threads = 0,
          system = turn.name,
          peak = 0,
        } = await running.ask({ kind: "round", milliseconds: plan.milliseconds });
        turn.times.push(...times);
        turn.rounds.set(round, median(times));
        Object.assign(turn, { threads, system, peak });
      });
    }
  }
  for (const { started } of turns) if (!("missing" in started)) started.end();
  return turns.map(({ name, started, system, threads, times, rounds, peak }) =>
    "missing" in started
      ? { name, missing: started.missing }
      : { name, system, threads, median: median(times), p10: quantile(times, 0.1), p90: quantile(times, 0.9), rounds, peak },
  );
}

interface Turn {
  readonly name: SystemName;
  /** It gets ready anew each time, which can take a minute: it has the first and the last turn only. */
  readonly slowStart: boolean;
  started: Running | { readonly missing: string };
  readonly times: number[];
  readonly rounds: Map<number, number>;
  system: string;
  threads: number;
  peak: number;
}

const leftOut = "left out by --quick";

const isTooSlow = ({ without = [] }: Workload, name: SystemName): boolean => without.includes(name);

const isNamed = ({ targets }: Workload, name: SystemName): boolean =>
  targets.some((target) => target.system === name || ("against" in target && target.against === name));

/** A system that fails is out, and the others go on. */
async function attempt(turn: Turn, run: (running: Running) => Promise<unknown>): Promise<void> {
  const { started } = turn;
  if ("missing" in started) return;
  try {
    await run(started);
  } catch (error) {
    started.end();
    turn.started = { missing: `failed: ${error instanceof Error ? error.message : String(error)}` };
  }
}

async function eachOf<Item>(items: readonly Item[], atOnce: number, run: (item: Item) => Promise<void>): Promise<void> {
  const left = items.values();
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      for (const item of left) await run(item);
    }),
  );
}
