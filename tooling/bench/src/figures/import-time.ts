import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { printTime } from "../targets.ts";
import type { Verdict } from "../targets.ts";
import { median } from "../timing.ts";

const limit = 100;

/** How long `import "tidu"` takes in a fresh process; it must not load an engine. */
export function importTime(attempts: number): readonly Verdict[] {
  const code = `const start = performance.now(); await import("tidu"); console.log(performance.now() - start);`;
  const here = fileURLToPath(new URL(".", import.meta.url));
  const times = Array.from({ length: attempts }, () => {
    const { stdout } = spawnSync(process.execPath, ["--input-type=module", "--eval", code], { cwd: here, encoding: "utf8" });
    return Number(stdout.trim() || NaN);
  });
  const figure = median(times);
  return [{ about: "import of tidu without an engine", figure: printTime(figure), target: `under ${limit} ms`, reached: figure < limit }];
}
