import { printSpec, trace } from "@tidu/core-tensor";
import type { Backend, DeviceTensor, Executable, Tensor, TensorData } from "@tidu/core-tensor";
import { mismatch } from "../compare.ts";
import { randomValues } from "../random-values.ts";
import { bool, float32, int32, uint32 } from "../values.ts";
import { download, upload } from "./check.ts";
import type { Check } from "./check.ts";

/** How numbers live on a backend: uploaded, read, fed back, donated, freed. */
export const valueChecks = (): readonly Check[] => [
  ...[
    float32([
      [1.5, NaN],
      [-Infinity, -0],
    ]),
    int32([1, -2147483648, 16777217]),
    uint32([4294967295, 7]),
    bool([[true, false]]),
    float32(2.5),
    float32([], [0, 3]),
  ].map(roundTrip),
  check("data can be read twice", async (backend) => {
    const tensor = upload(backend, vector);
    return mismatch([await download(tensor), await download(tensor)], [vector, vector], { exact: true });
  }),
  check("results carry their specs", async (backend) => {
    const results = await runOnce(backend, (x: Tensor) => [x.reshape([3, 1]), x.greater(0)], [vector]);
    const specs = results.map(({ spec }) => printSpec(spec)).join(", ");
    return specs === "float32[3, 1], bool[3]" ? undefined : specs;
  }),
  check("an executable runs twice", async (backend) => {
    const executable = await compile(backend, double, [vector]);
    const first = await feed(backend, executable, [vector]);
    const second = await feed(backend, executable, [other]);
    return mismatch([...(await downloadAll(first)), ...(await downloadAll(second))], [doubled, float32([20, 40, -60])]);
  }),
  check("results stay when inputs and executable are disposed", async (backend) => {
    const executable = await compile(backend, (x: Tensor) => [x.mul(2), x, x.reshape([3, 1])], [vector]);
    const input = upload(backend, vector);
    const results = await executable.run([input]);
    input.dispose();
    executable.dispose();
    return mismatch(await downloadAll(results), [doubled, vector, { ...vector, shape: [3, 1] }]);
  }),
  check("disposing one of two results that are the same value leaves the other", async (backend) => {
    const [first, second] = await runOnce(backend, (x: Tensor) => [x, x], [vector]);
    first?.dispose();
    return second === undefined ? "no second result" : mismatch([await download(second)], [vector]);
  }),
  check("a result is the next input, twenty times", async (backend) => {
    const executable = await compile(backend, (x: Tensor) => x.mul(0.5).add(1), [vector]);
    return mismatch([await repeat(backend, executable, 20, [])], [fixedPoint(vector, 20)]);
  }),
  check("a result is the next input and donated, twenty times", async (backend) => {
    const executable = await compile(backend, (x: Tensor) => x.mul(0.5).add(1), [vector]);
    return mismatch([await repeat(backend, executable, 20, [0])], [fixedPoint(vector, 20)]);
  }),
  check("a donated input that is also a result", async (backend) => {
    const executable = await compile(backend, (x: Tensor) => [x, x.mul(2), x.reshape([3, 1])], [vector]);
    const results = await executable.run([upload(backend, vector)], { donate: [0] });
    return mismatch(await downloadAll(results), [vector, doubled, { ...vector, shape: [3, 1] }]);
  }),
  check("one tensor fed to two inputs", async (backend) => {
    const executable = await compile(backend, (a: Tensor, b: Tensor) => a.add(b), [vector, vector]);
    const input = upload(backend, vector);
    return mismatch(await downloadAll(await executable.run([input, input])), [doubled]);
  }),
  check("one tensor fed to two executables", async (backend) => {
    const input = upload(backend, vector);
    const first = await (await compile(backend, double, [vector])).run([input]);
    const second = await (await compile(backend, (x: Tensor) => x.add(x), [vector])).run([input]);
    return mismatch(await downloadAll([...first, ...second]), [doubled, doubled]);
  }),
  check("uploaded numbers are not changed by a run", async (backend) => {
    const values = float32([1, 2, -3]);
    await feed(backend, await compile(backend, (x: Tensor) => [x.neg(), x.add(1)], [values]), [values]);
    return mismatch([values], [vector], { exact: true });
  }),
  check("inputs given as constants are not fed, and outlive their tensors", async (backend) => {
    const graph = trace((x: Tensor, w: Tensor, b: Tensor) => x.matmul(w).add(b), [{ shape: [2, 3] }, { shape: [3, 1] }, { shape: [1] }]);
    const constants = new Map([
      [1, upload(backend, float32([[1], [2], [3]]))],
      [2, upload(backend, float32([10]))],
    ]);
    const executable = await backend.compile(graph, { constants });
    for (const tensor of constants.values()) tensor.dispose();
    const results = await executable.run([
      upload(
        backend,
        float32([
          [1, 1, 1],
          [0, 1, 0],
        ]),
      ),
    ]);
    return mismatch(await downloadAll(results), [float32([[16], [12]])]);
  }),
  check("a hundred runs give the same", async (backend) => {
    const data = randomValues([8, 8], 1);
    const executable = await compile(backend, (x: Tensor) => x.matmul(x).tanh().sum({ axis: 0 }), [data]);
    const input = upload(backend, data);
    const read = async (): Promise<readonly TensorData[]> => downloadAll(await executable.run([input]));
    const first = await read();
    for (let i = 0; i < 98; i++) for (const result of await executable.run([input])) result.dispose(); // one after the other, as training does
    return mismatch(await read(), first, { exact: true });
  }),
];

const vector = float32([1, 2, -3]);
const other = float32([10, 20, -30]);
const doubled = float32([2, 4, -6]);
const double = (x: Tensor): Tensor => x.mul(2);

const check = (name: string, run: Check["run"]): Check => ({ name, run });

const roundTrip = (value: TensorData): Check =>
  check(`${value.dtype} [${value.shape.join(", ")}] comes back as it was uploaded`, async (backend) =>
    mismatch([await download(upload(backend, value))], [value], { exact: true }),
  );

const compile = (
  backend: Backend,
  fn: (...args: Tensor[]) => Tensor | readonly Tensor[],
  inputs: readonly TensorData[],
): Promise<Executable> => backend.compile(trace(fn, inputs));

const feed = (backend: Backend, executable: Executable, inputs: readonly TensorData[]): Promise<readonly DeviceTensor[]> =>
  executable.run(inputs.map((input) => upload(backend, input)));

const runOnce = async (
  backend: Backend,
  fn: (...args: Tensor[]) => Tensor | readonly Tensor[],
  inputs: readonly TensorData[],
): Promise<readonly DeviceTensor[]> => feed(backend, await compile(backend, fn, inputs), inputs);

const downloadAll = (tensors: readonly DeviceTensor[]): Promise<TensorData[]> => Promise.all(tensors.map(download));

async function repeat(backend: Backend, executable: Executable, times: number, donate: readonly number[]): Promise<TensorData> {
  let state = upload(backend, vector);
  for (let i = 0; i < times; i++) state = (await executable.run([state], { donate }))[0] ?? state;
  return download(state);
}

/** What x ← x / 2 + 1 gives after some steps, in closed form: 2 + (x − 2) / 2ⁿ. */
const fixedPoint = ({ shape, data }: TensorData, steps: number): TensorData =>
  float32(
    Float64Array.from({ length: data.length }, (_, i) => 2 + (Number(data[i]) - 2) / 2 ** steps),
    shape,
  );
