import { expect, test } from "vitest";
import { pipeline } from "./pipeline.ts";
import type { Pipeline } from "./pipeline.ts";

const later = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** A source that notes what happens to it. */
function watched(count: number, failAt = Infinity) {
  const log: string[] = [];
  const source = async function* () {
    log.push("open");
    try {
      for (let i = 0; i < count; i++) {
        await later(0);
        if (i === failAt) throw new Error(`no element ${i}`);
        log.push(`read ${i}`);
        yield i;
      }
    } finally {
      log.push("close");
    }
  };
  return { log, source };
}

/** Runs `work` and gives the rejections that nobody took. */
async function unhandledIn(work: () => Promise<void>): Promise<readonly unknown[]> {
  const reasons: unknown[] = [];
  const note = (reason: unknown): void => void reasons.push(reason);
  process.on("unhandledRejection", note);
  await work();
  await later(5);
  process.off("unhandledRejection", note);
  return reasons;
}

const stages: readonly (readonly [string, (source: Pipeline<number>) => Pipeline<unknown>])[] = [
  ["map", (source) => source.map((n) => n)],
  ["parallel map", (source) => source.map(async (n) => n, { parallel: 3 })],
  ["filter", (source) => source.filter(() => true)],
  ["shuffle", (source) => source.shuffle(2, { seed: 1 })],
  ["batch", (source) => source.batch(2)],
  ["prefetch", (source) => source.prefetch(3)],
  ["cache", (source) => source.cache()],
  ["repeat", (source) => source.repeat()],
  ["skip", (source) => source.skip(1)],
  ["until", (source) => source.until(new AbortController().signal)],
  [
    "all",
    (source) =>
      source
        .shuffle(2)
        .map((n) => n, { parallel: 2 })
        .batch(1)
        .prefetch(),
  ],
];

test.each(stages)("leaving a loop over %s closes the source", async (_, stage) => {
  const { log, source } = watched(50);
  const leave = async (): Promise<void> => {
    for await (const element of stage(pipeline(source))) {
      expect(element).toBeDefined();
      break;
    }
  };
  expect(await unhandledIn(leave)).toEqual([]);
  expect(log.at(-1)).toBe("close");
  expect(log.length).toBeLessThan(15);
});

test.each(stages)("an error of the source arrives behind %s", async (_, stage) => {
  const { log, source } = watched(50, 8);
  const read = async (): Promise<void> => {
    for await (const element of stage(pipeline(source))) await later(element === undefined ? 0 : 1);
  };
  expect(await unhandledIn(() => expect(read()).rejects.toThrow("no element 8"))).toEqual([]);
  expect(log.at(-1)).toBe("close");
});

test.each([1, 4])("an error in map (parallel: %i) comes in its turn and closes the source", async (parallel) => {
  const { log, source } = watched(50);
  const seen: number[] = [];
  const read = async (): Promise<void> => {
    const changed = pipeline(source).map(
      (n) => {
        if (n === 5) throw new Error("cannot change 5");
        return n;
      },
      { parallel },
    );
    for await (const n of changed) seen.push(n);
  };
  expect(await unhandledIn(() => expect(read()).rejects.toThrow("cannot change 5"))).toEqual([]);
  expect(seen).toEqual([0, 1, 2, 3, 4]);
  expect(log.at(-1)).toBe("close");
});

test("a signal ends a pass, also while a source hangs", async () => {
  const controller = new AbortController();
  const hanging = pipeline(async function* () {
    yield 1;
    await new Promise(() => {});
  });
  const seen: unknown[] = [];
  const read = async (): Promise<void> => {
    for await (const element of hanging.until(controller.signal)) seen.push(element);
  };
  const reading = read();
  setTimeout(() => controller.abort(new Error("enough")), 5);
  expect(await unhandledIn(() => expect(reading).rejects.toThrow("enough"))).toEqual([]);
  expect(seen).toEqual([1]);
  await expect(hanging.until(AbortSignal.abort()).toArray()).rejects.toThrow("aborted");
});

test("sizes that make no sense are refused", () => {
  const source = pipeline([1]);
  expect(() => source.batch(0)).toThrow("pipeline.batch: size must be a whole number from 1, received 0.");
  expect(() => source.shuffle(1.5)).toThrow("pipeline.shuffle: bufferSize must be");
  expect(() => source.map((n) => n, { parallel: 0 })).toThrow("pipeline.map: parallel must be");
  expect(() => source.prefetch(0)).toThrow("pipeline.prefetch: count must be");
  expect(() => source.take(-1)).toThrow("pipeline.take: count must be a whole number from 0");
  expect(() => source.repeat(NaN)).toThrow("pipeline.repeat: count must be");
  return expect(source.repeat().toArray()).rejects.toThrow("repeats without end");
});
