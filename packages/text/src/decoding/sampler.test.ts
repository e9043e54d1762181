import { expect, test } from "vitest";
import { sampler } from "./sampler.ts";
import type { SamplerOptions } from "./sampler.ts";

const chances = [0.1, 0.4, 0.2, 0.3];
const logits = Float32Array.from(chances, Math.log);

/** How often each id comes in 20,000 draws. */
function shares(options: SamplerOptions): readonly number[] {
  const next = sampler({ seed: 7, ...options });
  const counts = chances.map(() => 0);
  for (let i = 0; i < 20_000; i++) {
    const id = next(logits);
    counts[id] = (counts[id] ?? 0) + 1;
  }
  return counts.map((count) => count / 20_000);
}

// Expected shares by hand; 0.015 is four standard deviations of a share near 1/2.
test.each<[SamplerOptions, readonly number[]]>([
  [{}, chances],
  [{ temperature: 0.5 }, [1 / 30, 16 / 30, 4 / 30, 9 / 30]],
  [{ strategy: "topK", k: 2 }, [0, 4 / 7, 0, 3 / 7]],
  [{ strategy: "topP", p: 0.75 }, [0, 4 / 9, 2 / 9, 3 / 9]],
  [{ strategy: "minP", p: 0.6 }, [0, 4 / 7, 0, 3 / 7]],
  [{ strategy: "topP", p: 1, k: 1 }, [0, 1, 0, 0]],
  [{ strategy: "greedy", seed: undefined }, [0, 1, 0, 0]],
] as [SamplerOptions, readonly number[]][])("%j draws ids by their probability", (options, expected) => {
  shares(options).forEach((share, id) =>
    expect(Math.abs(share - (expected[id] ?? 0))).toBeLessThan(expected[id] === 0 || expected[id] === 1 ? 1e-9 : 0.015),
  );
});

test("a seed draws the same ids again", () => {
  const draws = (seed: number): readonly number[] => {
    const next = sampler({ seed });
    return Array.from({ length: 50 }, () => next(logits));
  };
  expect(draws(1)).toEqual(draws(1));
  expect(draws(1)).not.toEqual(draws(2));
});

test("a repetition penalty turns to what has not come", () => {
  const next = sampler({ strategy: "greedy", repetitionPenalty: 2 });
  expect(next([1, 3, 2])).toBe(1);
  expect(next([1, 3, 2], [1])).toBe(2);
});

test("ids that cannot come never do, not even with equal logits far out", () => {
  const next = sampler({ seed: 3 });
  for (let i = 0; i < 200; i++) expect(next([-Infinity, 1000, -Infinity, 1000])).toBeOneOf([1, 3]);
});

test("options out of range, unknown, or of no use are refused at once", () => {
  expect(() => sampler({ strategy: "topk" as "topK" })).toThrow('sampler: expected strategy to be "greedy" or "random" or "topK"');
  expect(() => sampler({ strategy: "greedy", temperature: 2 })).toThrow('sampler: the strategy "greedy" has no use for temperature.');
  expect(() => sampler({ strategy: "topK", p: 0.5 })).toThrow("has no use for p");
  expect(() => sampler({ temperature: -1 })).toThrow("temperature: expected a number above 0, received -1.");
  expect(() => sampler({ strategy: "topK", k: 1.5 })).toThrow("topK: expected k");
  expect(() => sampler({ repetitionPenalty: 0 })).toThrow("repetitionPenalty");
  expect(() => sampler({ tempreature: 1 } as SamplerOptions)).toThrow('there is no option "tempreature"');
  expect(() => sampler()([NaN])).toThrow("sampler: expected numbers, received NaN for id 0.");
});
