import { systems, withSystem } from "../systems.ts";
import { printMemory } from "../targets.ts";
import type { Verdict } from "../targets.ts";
import type { Workload } from "../workload.ts";
import { attempt } from "./attempt.ts";

const early = 1000;
const late = 20_000;
/** More growth than this is a leak and not the garbage collector's leisure. */
const allowedGrowth = 1.1;

/** Resident memory of a process that trains, after 1,000 and 20,000 steps. */
export async function memory({ id }: Workload): Promise<readonly Verdict[]> {
  const [system] = systems;
  if (system === undefined) return [];
  return attempt({ about: `${id}: memory after 1,000 and 20,000 steps, ${system.name}`, target: "flat (within 10 %)" }, () =>
    withSystem(system, id, async (running) => {
      await running.ask({ kind: "prepare" });
      const { resident: first = NaN } = await running.ask({ kind: "memory", steps: early });
      const { resident: last = NaN } = await running.ask({ kind: "memory", steps: late - early });
      return { figure: `${printMemory(first)}, ${printMemory(last)}`, reached: last <= first * allowedGrowth };
    }),
  );
}
