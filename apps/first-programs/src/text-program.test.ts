import { backend as backendOf } from "tidu";
import { describe, expect, test } from "vitest";
import { run } from "./p3-text.ts";
import type { LabelledTexts } from "./reviews.ts";

// The whole training, five times, takes minutes: `pnpm programs P3`.
describe.each(["onnxruntime-node", "tfjs-wasm"] as const)("on %s", (backend) => {
  test("P3 runs on one text with one label, as printed", async () => {
    const one = { texts: ["This is a sample text."], labels: [1] };
    const losses: (number | undefined)[] = [];
    const callback = { onEpochEnd: (_epoch: number, { loss }: { loss?: number }) => void losses.push(loss) };
    const accuracy = await run({ data: { train: one, test: one }, backend: await backendOf(backend), callbacks: [callback] });
    expect(losses).toHaveLength(5);
    expect(losses[4]).toBeLessThan(losses[0] ?? 0);
    expect(accuracy).toBe(1);
  });
});

test("P3 learns which words matter in texts it has not seen, whatever their length", async () => {
  const data = { train: opinions(128, 0), test: opinions(128, 1) };
  expect(await run({ data, epochs: 12, backend: await backendOf("onnxruntime-node") })).toBeGreaterThan(0.9);
});

/** Sentences of 4 to 30 words, one of which says what to think. */
function opinions(count: number, start: number): LabelledTexts {
  const rows = Array.from({ length: count }, (_, i) => {
    const number = 2 * i + start;
    const label = Math.floor(number / 2) % 2;
    const words = Array.from({ length: 4 + ((number * 7) % 27) }, (_, at) => `word${(number * 13 + at * 5) % 50}`);
    words[number % words.length] = label === 1 ? "wonderful" : "awful";
    return { text: words.join(" "), label };
  });
  return { texts: rows.map(({ text }) => text), labels: rows.map(({ label }) => label) };
}
