import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { printTime } from "../targets.ts";
import type { Verdict } from "../targets.ts";
import { attempt } from "./attempt.ts";

const limit = 5000;

/** How long the training step of ResNet-50 takes from an untraced model to a session, in a fresh process. */
export const compileResNet50 = (): Promise<readonly Verdict[]> =>
  attempt(
    { about: "resNet50 at 224×224, batch 8: compile the training step, tidu onnxruntime-node", target: `under ${printTime(limit)}` },
    async () => {
      const script = fileURLToPath(new URL("../children/compile-resnet50.js", import.meta.url));
      const { stdout, stderr } = spawnSync(process.execPath, [script], { encoding: "utf8" });
      const line = stdout.split("\n").find((text) => text.startsWith("{"));
      if (line === undefined) throw new Error(stderr.trim().split("\n").at(-1) ?? "no answer");
      const { milliseconds } = JSON.parse(line) as { readonly milliseconds: number };
      return { figure: printTime(milliseconds), reached: milliseconds < limit };
    },
  );
