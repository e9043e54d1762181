import { datasets, backend as backendOf } from "tidu";
import { describe, expect, test } from "vitest";
import { run as tunedDigits } from "./mnist-tuned.ts";
import { run as digits } from "./p2-digits.ts";
import { run as pooledDigits } from "./p7-digits-pooling.ts";

// Whole trainings take minutes: `pnpm programs P2 P7 MNIST`. A few steps on drawn digits lead far above the 0.1 of guessing.
describe.each(["onnxruntime-node", "tfjs-wasm"] as const)("on %s", (backend) => {
  test.each([
    ["P2", digits],
    ["P7", pooledDigits],
    ["MNIST", tunedDigits],
  ])("%s begins to tell digits apart", async (_, run) => {
    const data = datasets.digits({ count: 512, testCount: 200, seed: 1 });
    const losses: (number | undefined)[] = [];
    const callback = { onEpochEnd: (_epoch: number, { loss }: { loss?: number }) => void losses.push(loss) };
    const accuracy = await run({ data, epochs: 2, backend: await backendOf(backend), callbacks: [callback] });
    expect(losses[1]).toBeLessThan(losses[0] ?? 0);
    expect(accuracy).toBeGreaterThan(0.3);
  });
});
