import { printTime } from "../targets.ts";
import type { Verdict } from "../targets.ts";
import { attempt } from "./attempt.ts";
import { compileInProcess } from "./compile-in-process.ts";

const lengths = [80, 200, 400];
/** What fresh processes differ by; an unrolled loop would take five times as long. */
const allowedGrowth = 1.5;

/** How long the training step of an LSTM takes to compile over sequences of several lengths: a loop is compiled once, however long. */
export const compileLength = (attempts: number): Promise<readonly Verdict[]> =>
  attempt(
    {
      about: `LSTM over ${lengths.join(", ")} steps: compile the training step, tidu onnxruntime-node`,
      target: "the same (within a half)",
    },
    async () => {
      const times = lengths.map(() => Infinity);
      // The fastest of several, in turns: what else the machine does then counts for none of them.
      for (let round = 0; round < attempts; round++)
        for (const [i, steps] of lengths.entries()) times[i] = Math.min(times[i] ?? Infinity, compileInProcess("lstm", String(steps)));
      return { figure: times.map(printTime).join(", "), reached: Math.max(...times) <= allowedGrowth * Math.min(...times) };
    },
  );
