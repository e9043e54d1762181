import { printTime } from "../targets.ts";
import type { Verdict } from "../targets.ts";
import { attempt } from "./attempt.ts";
import { compileInProcess } from "./compile-in-process.ts";

const limit = 5000;

/** How long the training step of ResNet-50 takes from an untraced model to a session, in a fresh process. */
export const compileResNet50 = (): Promise<readonly Verdict[]> =>
  attempt(
    { about: "resNet50 at 224×224, batch 8: compile the training step, tidu onnxruntime-node", target: `under ${printTime(limit)}` },
    async () => {
      const milliseconds = compileInProcess("resNet50");
      return { figure: printTime(milliseconds), reached: milliseconds < limit };
    },
  );
