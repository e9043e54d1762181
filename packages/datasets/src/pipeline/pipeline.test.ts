import { toNested } from "@tidu/core-tensor";
import type { TensorData } from "@tidu/core-tensor";
import { describe, expect, expectTypeOf, test } from "vitest";
import { fromTensors } from "./from-tensors.ts";
import { pipeline } from "./pipeline.ts";

const numbers = (count: number): number[] => Array.from({ length: count }, (_, i) => i);

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

describe("sources", () => {
  test("arrays, sets, generators' functions and async iterables are gone over anew each pass", async () => {
    const sources = [
      pipeline([1, 2]),
      pipeline(new Set([1, 2])),
      pipeline(function* () {
        yield* [1, 2];
      }),
      pipeline(async () => [1, 2]),
      pipeline(pipeline([1, 2])),
    ];
    for (const source of sources) {
      expect(await source.toArray()).toEqual([1, 2]);
      expect(await source.toArray()).toEqual([1, 2]);
    }
    expect(sources.map(({ length }) => length)).toEqual([2, 2, undefined, undefined, 2]);
  });

  test("an iterator serves one pass; the second says what to do", async () => {
    const once = pipeline([1, 2].values());
    expect(await once.toArray()).toEqual([1, 2]);
    await expect(once.toArray()).rejects.toThrow("its source is an iterator, which can be gone over once. Pass a function");
  });
});

describe("what is done on the way", () => {
  test("filter, skip, take and repeat, with their lengths", async () => {
    const source = pipeline(numbers(6));
    expect(await source.filter((n) => n % 2 === 1).toArray()).toEqual([1, 3, 5]);
    expect(await source.skip(4).toArray()).toEqual([4, 5]);
    expect(await source.take(2).repeat(2).toArray()).toEqual([0, 1, 0, 1]);
    expect(await source.repeat().skip(5).take(3).toArray()).toEqual([5, 0, 1]);
    expect(await pipeline([]).repeat().toArray()).toEqual([]);
    expect([source.skip(7), source.take(9), source.repeat(3), source.repeat(), source.repeat(0), source.filter(() => true)]).toMatchObject(
      [0, 6, 18, Infinity, 0, undefined].map((length) => ({ length })),
    );
    expect([source.batch(4).length, source.batch(4, { dropRemainder: true }).length, source.repeat().batch(4).length]).toEqual([
      2,
      1,
      Infinity,
    ]);
  });

  test("take reads no more than it needs", async () => {
    const { log, source } = watched(9);
    expect(await pipeline(source).take(2).toArray()).toEqual([0, 1]);
    expect(log).toEqual(["open", "read 0", "read 1", "close"]);
  });

  test("map keeps the order, with no more than `parallel` elements at work", async () => {
    let working = 0;
    let most = 0;
    const slow = async (n: number, index: number): Promise<string> => {
      most = Math.max(most, ++working);
      await later((n % 3) * 4);
      working--;
      return `${n}@${index}`;
    };
    const source = pipeline(numbers(20));
    const expected = numbers(20).map((n) => `${n}@${n}`);
    expect(await source.map(slow, { parallel: 4 }).toArray()).toEqual(expected);
    expect(most).toBe(4);
    most = 0;
    expect(await source.map(slow).toArray()).toEqual(expected);
    expect(most).toBe(1);
  });

  test("prefetch reads ahead while the consumer works, and no further than it may", async () => {
    const { log, source } = watched(9);
    for await (const element of pipeline(source).prefetch(3)) {
      await later(30);
      expect(log).toContain(`read ${Math.min(8, element + 3)}`);
      expect(log).not.toContain(`read ${element + 4}`);
      if (element === 4) break;
    }
    expect(log.at(-1)).toBe("close");
  });

  test("cache reads the source once; a pass that was left early does not count", async () => {
    const { log, source } = watched(3);
    const cached = pipeline(source).cache();
    for await (const element of cached) if (element === 1) break;
    expect([await cached.toArray(), await cached.toArray()]).toEqual([numbers(3), numbers(3)]);
    expect(log.filter((line) => line === "open")).toHaveLength(2);
  });
});

describe("shuffle", () => {
  const orders = async (seed: number, bufferSize = 100): Promise<number[][]> => {
    const source = pipeline(numbers(100)).shuffle(bufferSize, { seed });
    return [await source.toArray(), await source.toArray()];
  };

  test("each pass has its own order of all elements, and the seed reproduces them", async () => {
    const [first = [], second = []] = await orders(1);
    expect(first.toSorted((a, b) => a - b)).toEqual(numbers(100));
    expect(first).not.toEqual(numbers(100));
    expect(second).not.toEqual(first);
    expect(await orders(1)).toEqual([first, second]);
    expect((await orders(2))[0]).not.toEqual(first);
    expect(await pipeline(numbers(100)).shuffle(100, { seed: 1 }).repeat(2).toArray()).toEqual([...first, ...second]);
  });

  test("a small buffer lets an element move forward by at most its size", async () => {
    const [first = []] = await orders(1, 10);
    expect(first.toSorted((a, b) => a - b)).toEqual(numbers(100));
    first.forEach((element, place) => expect(place).toBeGreaterThanOrEqual(element - 10));
  });

  test("with a buffer as large as the data every order is as likely", async () => {
    const source = pipeline([0, 1, 2]).shuffle(3, { seed: 0 });
    const counts = new Map<string, number>();
    for (let pass = 0; pass < 1200; pass++) {
      const order = (await source.toArray()).join("");
      counts.set(order, (counts.get(order) ?? 0) + 1);
    }
    // 200 expected of each of 6; four standard deviations of a binomial are 4 * sqrt(1200 / 6 * 5 / 6) = 52
    expect(counts.size).toBe(6);
    for (const count of counts.values()) expect(Math.abs(count - 200)).toBeLessThan(52);
  });
});

describe("batch", () => {
  test("numbers of any form are stacked, strings listed, records and tuples kept", async () => {
    const image = (value: number): TensorData => ({ dtype: "uint8", shape: [1, 2], data: Uint8Array.of(value, value + 1) });
    const [first, last] = await pipeline(numbers(3))
      .map((n) => ({ x: image(n), y: n, flag: n > 0, row: Float32Array.of(n, -n), path: `${n}.png`, pair: [n, image(n)] as const }))
      .batch(2)
      .toArray();
    expect(first).toEqual({
      x: { dtype: "uint8", shape: [2, 1, 2], data: Uint8Array.of(0, 1, 1, 2) },
      y: { dtype: "float32", shape: [2], data: Float32Array.of(0, 1) },
      flag: { dtype: "bool", shape: [2], data: Uint8Array.of(0, 1) },
      row: { dtype: "float32", shape: [2, 2], data: Float32Array.of(0, -0, 1, -1) },
      path: ["0.png", "1.png"],
      pair: [
        { dtype: "float32", shape: [2], data: Float32Array.of(0, 1) },
        { dtype: "uint8", shape: [2, 1, 2], data: Uint8Array.of(0, 1, 1, 2) },
      ],
    });
    expect(last?.x.shape).toEqual([1, 1, 2]);
    expectTypeOf(first?.path).toEqualTypeOf<readonly string[] | undefined>();
    expectTypeOf(first?.pair).toEqualTypeOf<readonly [TensorData, TensorData] | undefined>();
  });

  test("a list of lists is a tuple, a list of numbers a row", async () => {
    const [pair] = await pipeline<[number[], number[]]>([
      [[1, 2], [0]],
      [[3, 4], [1]],
    ])
      .batch(2)
      .toArray();
    expect(pair?.map(toNested)).toEqual([
      [
        [1, 2],
        [3, 4],
      ],
      [[0], [1]],
    ]);
    const [rows] = await pipeline([[1, 2] as number[], [3, 4]])
      .batch(2)
      .toArray();
    expect(rows?.shape).toEqual([2, 2]);
  });

  test("dropRemainder leaves out the smaller last batch", async () => {
    const batches = await pipeline(numbers(5)).batch(2, { dropRemainder: true }).toArray();
    expect(batches.map(({ shape }) => shape)).toEqual([[2], [2]]);
  });

  test("elements that do not fit say which one, what, and what to do", async () => {
    const images = pipeline(numbers(4)).map((n) => ({ x: new Uint8Array(n === 3 ? 5 : 4), y: n }));
    await expect(images.batch(2).toArray()).rejects.toThrow(
      "pipeline.batch: element 3, x is uint8[5], but its batch began with uint8[4]. Make all elements alike with map.",
    );
    const fields = pipeline<object>([{ x: 1, y: 2 }, { x: 1 }]);
    await expect(fields.batch(2).toArray()).rejects.toThrow("element 1 is an object with x, but its batch began with an object with x, y");
    await expect(
      pipeline([{ x: new Date() }])
        .map(({ x }) => ({ x: x.getTime === undefined ? 1 : null }))
        .batch(1)
        .toArray(),
    ).rejects.toThrow("pipeline.batch: element 0, x: cannot batch null. Turn it into numbers with map.");
  });

  test("unbatch gives the rows back", async () => {
    const batches = pipeline(numbers(5))
      .map((n) => ({ x: [n, n], path: `${n}` }))
      .batch(2);
    const rows = await batches.unbatch().toArray();
    expect(rows.map(({ x, path }) => [toNested(x), path])).toEqual(numbers(5).map((n) => [[n, n], `${n}`]));
  });

  test("fromTensors gives rows of arrays, views of their memory", async () => {
    const x = Float32Array.of(1, 2, 3, 4);
    const rows = fromTensors({ dtype: "float32", shape: [2, 2], data: x }, Uint8Array.of(7, 8));
    expect(rows.length).toBe(2);
    const [first] = await rows.toArray();
    expect(first).toEqual({
      x: { dtype: "float32", shape: [2], data: Float32Array.of(1, 2) },
      y: { dtype: "uint8", shape: [], data: Uint8Array.of(7) },
    });
    expect(first?.x.data.buffer).toBe(x.buffer);
    expect((await rows.batch(2).toArray())[0]?.y).toEqual({ dtype: "uint8", shape: [2], data: Uint8Array.of(7, 8) });
    expect(() => fromTensors([1, 2], [1])).toThrow("fromTensors: expected arrays of equal length");
  });
});
