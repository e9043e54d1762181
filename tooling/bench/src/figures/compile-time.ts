import { systems, withSystem } from "../systems.ts";
import { printTime } from "../targets.ts";
import type { Verdict } from "../targets.ts";
import { median } from "../timing.ts";
import type { Workload } from "../workload.ts";
import { attempt } from "./attempt.ts";

/** From an untraced model to a compiled training step: the first epoch of one step without the time of the next, in fresh processes. */
export async function compileTime({ id, compileWithin }: Workload, attempts: number): Promise<readonly Verdict[]> {
  const [system] = systems;
  if (system === undefined || compileWithin === undefined) return [];
  return attempt({ about: `${id}: compile, ${system.name}`, target: `under ${compileWithin} ms` }, async () => {
    const times: number[] = [];
    for (let i = 0; i < attempts; i++) {
      const { compile = NaN } = await withSystem(system, id, (running) => running.ask({ kind: "prepare" }));
      times.push(compile);
    }
    const figure = median(times);
    return { figure: printTime(figure), reached: figure < compileWithin };
  });
}
