import type { TensorData } from "@tidu/core-tensor";
import { fixtureTensor, loadFixture } from "@tidu/testing";
import type { FixtureTensor } from "@tidu/testing";
import { expect, expectTypeOf, test } from "vitest";
import type { Pipeline } from "../pipeline/pipeline.ts";
import { timeseriesDatasetFromArray } from "./timeseries-dataset-from-array.ts";
import type { TimeseriesOptions, Windows } from "./timeseries-dataset-from-array.ts";

interface Fixture {
  readonly inputs: Readonly<Record<string, { readonly data: FixtureTensor; readonly targets: FixtureTensor | null }>>;
  readonly cases: readonly {
    readonly input: string;
    readonly options: TimeseriesOptions;
    readonly batches: readonly { readonly x: FixtureTensor; readonly y?: FixtureTensor }[];
  }[];
}

const { inputs, cases } = loadFixture<Fixture>("timeseries");
for (const { input, options, batches } of cases) {
  test(`windows over ${input} are Keras's: ${JSON.stringify(options)}`, async () => {
    const { data, targets } = inputs[input] ?? { data: { shape: [], data: [] }, targets: null };
    const series = fixtureTensor(data);
    const windows =
      targets === null
        ? timeseriesDatasetFromArray(series, null, options)
        : timeseriesDatasetFromArray(series, fixtureTensor(targets), options);
    const expected = batches.map(({ x, y }) => ({ x: fixtureTensor(x), ...(y && { y: fixtureTensor(y) }) }));
    expect(await windows.toArray()).toEqual(expected);
    expect(windows.length).toBe(expected.length);
  });
}

const series = Float32Array.from({ length: 100 }, (_, i) => i);
const numbers = ({ data }: TensorData) => Array.from(data, Number);

test("single windows of neighbouring timesteps share the memory of the series", async () => {
  const windows = timeseriesDatasetFromArray(series, null, { sequenceLength: 10, batchSize: null });
  expectTypeOf(windows).toEqualTypeOf<Pipeline<Pick<Windows, "x">>>();
  for await (const { x } of windows) expect(x.data.buffer).toBe(series.buffer);
  const [apart] = await timeseriesDatasetFromArray(series, null, { sequenceLength: 3, samplingRate: 40, batchSize: null }).toArray();
  expect(apart && numbers(apart.x)).toEqual([0, 40, 80]);
});

test("shuffled windows keep their targets, come once a pass, and in orders of the seed", async () => {
  const passes = async () => {
    const windows = timeseriesDatasetFromArray(series, series.subarray(3), { sequenceLength: 3, batchSize: 7, shuffle: true, seed: 5 });
    const orders = [];
    for (let pass = 0; pass < 2; pass++) {
      const targets: number[] = [];
      for await (const { x, y } of windows) {
        const starts = numbers(y).map((target) => target - 3);
        expect(numbers(x)).toEqual(starts.flatMap((start) => [start, start + 1, start + 2]));
        targets.push(...numbers(y));
      }
      orders.push(targets);
    }
    return orders;
  };
  const [first = [], second = []] = await passes();
  expect(first.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 97 }, (_, i) => i + 3));
  expect(second).not.toEqual(first);
  expect(await passes()).toEqual([first, second]);
});

test("bytes stay bytes, and windows of rows keep their shape", async () => {
  const pixels: TensorData = { dtype: "uint8", shape: [4, 1, 2], data: Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8) };
  const [batch] = await timeseriesDatasetFromArray(pixels, [0, 1, 2, 3], { sequenceLength: 2, samplingRate: 2 }).toArray();
  expect(batch?.x).toEqual({ dtype: "uint8", shape: [2, 2, 1, 2], data: Uint8Array.of(1, 2, 5, 6, 3, 4, 7, 8) });
  expect(batch?.y.shape).toEqual([2]);
});

test("what does not fit is refused", () => {
  const options = { sequenceLength: 3 };
  const refused = [
    [{ sequenceLength: 101 }, "a window takes 101 timesteps, received 100 from 0 to 100. Lower sequenceLength or samplingRate."],
    [{ sequenceLength: 0 }, "expected sequenceLength to be a positive integer, received 0."],
    [{ ...options, sequenceStride: 1.5 }, "expected sequenceStride to be a positive integer, received 1.5."],
    [{ ...options, batchSize: 0 }, "expected batchSize to be a positive integer or null, received 0."],
    [{ ...options, startIndex: 100 }, "expected startIndex from 0 to 99, received 100."],
    [{ ...options, startIndex: 5, endIndex: 5 }, "expected endIndex from 6 to 100, received 5."],
    [{ ...options, sequenceLenght: 3 }, 'option "sequenceLenght": did you mean "sequenceLength"?'],
  ] as const;
  for (const [given, message] of refused) expect(() => timeseriesDatasetFromArray(series, null, given)).toThrow(message);
  expect(() => timeseriesDatasetFromArray(series, [1, 2, 3], { ...options, startIndex: 2 })).toThrow(
    "the window at timestep 4 has no target: received 3 targets",
  );
  expect(() => timeseriesDatasetFromArray(series, [], options)).toThrow("expected a target for each window, received none.");
  expect(() => timeseriesDatasetFromArray([], null, options)).toThrow("expected at least one row");
});
