import { evaluate, gather, literal, logSoftmax, mapTree, oneHot, relu, scan, trace, valueAndGrad } from "@tidu/core-tensor";
import type { DeviceTensor, Graph, Tensor, TensorData } from "@tidu/core-tensor";
import { mismatch } from "../compare.ts";
import { randomValues } from "../random-values.ts";
import { int32 } from "../values.ts";
import { download, runOn, upload } from "./check.ts";
import type { Check } from "./check.ts";

/** Training a small dense classifier: 20 steps of gradient descent with momentum, fed back step by step, and as one loop. */
export const trainingChecks = (): readonly Check[] => [
  {
    name: "twenty steps fed back",
    run: async (backend) => {
      const executable = await backend.compile(oneStep);
      const data = [features, labels].map((value) => upload(backend, value));
      let state: readonly DeviceTensor[] = initial.map((value) => upload(backend, value));
      const losses: TensorData[] = [];
      for (let i = 0; i < steps; i++) {
        const [loss, ...next] = await executable.run([...state, ...data], { donate: state.map((_, position) => position) });
        if (loss !== undefined) losses.push(await download(loss));
        state = next;
      }
      const expected = interpreted();
      return mismatch(losses, expected.losses) ?? mismatch(await Promise.all(state.map(download)), expected.state);
    },
  },
  {
    name: "twenty steps in one loop",
    run: async (backend) => {
      const results = await runOn(backend, allSteps, [...initial, features, labels]);
      const expected = interpreted();
      const losses = { ...features, shape: [steps], data: Float32Array.from(expected.losses, ({ data }) => Number(data[0])) };
      return mismatch(results, [...expected.state, losses]);
    },
  },
  {
    name: "a free number of steps a call, rows gathered from a data set of free size",
    run: async (backend) => {
      const executable = await backend.compile(gatheredSteps);
      const data = [features, labels].map((value) => upload(backend, value));
      let state: readonly DeviceTensor[] = initial.map((value) => upload(backend, value));
      let expected = initial;
      for (const [call, count] of [1, 5, 2, 5].entries()) {
        const batches = int32(
          Int32Array.from({ length: count * 10 }, (_, i) => (call * 7 + i * 11) % batch),
          [count, 10],
        );
        const results = await executable.run([...state, ...data, upload(backend, batches)], {
          donate: state.map((_, position) => position),
        });
        const inside = evaluate(gatheredSteps, [...expected, features, labels, batches]);
        const difference = mismatch(await Promise.all(results.map(download)), inside);
        if (difference !== undefined) return `call ${call} of ${count} steps: ${difference}`;
        state = results.slice(0, initial.length);
        expected = inside.slice(0, initial.length);
      }
      return undefined;
    },
  },
  {
    name: "the loss falls by half",
    run: async (backend) => {
      const losses = (await runOn(backend, allSteps, [...initial, features, labels])).at(-1)?.data;
      const [first, last] = [Number(losses?.at(0)), Number(losses?.at(-1))];
      return last < first / 2 ? undefined : `from ${first} to ${last}`;
    },
  },
];

const steps = 20;
const [units, inputs, classes, batch] = [16, 4, 3, 30];

interface Weights {
  readonly [name: string]: Tensor;
  readonly hidden: Tensor;
  readonly hiddenBias: Tensor;
  readonly output: Tensor;
  readonly outputBias: Tensor;
}

interface State {
  readonly [name: string]: Weights;
  readonly weights: Weights;
  readonly velocity: Weights;
}

const shapes = { hidden: [inputs, units], hiddenBias: [units], output: [units, classes], outputBias: [classes] };
const initial: readonly TensorData[] = [
  ...Object.values(shapes).map((shape, i) => (shape.length === 1 ? zeros(shape) : randomValues(shape, i))),
  ...Object.values(shapes).map(zeros),
];
const features = randomValues([batch, inputs], 9);
/** A rule that can be learned: the position of the largest of the first three features. */
const labels = int32(Array.from({ length: batch }, (_, i) => largest(features.data.slice(i * inputs, i * inputs + classes))));

function lossOf({ hidden, hiddenBias, output, outputBias }: Weights, x: Tensor, y: Tensor): Tensor {
  const h = relu(x.matmul(hidden).add(hiddenBias)); // [batch, units]
  const logits = h.matmul(output).add(outputBias); // [batch, classes]
  return logSoftmax(logits).mul(oneHot(y, classes)).sum({ axis: -1 }).mean().neg();
}

/** v' = 0.9 v − 0.2 g; w' = w + v' */
function step({ weights, velocity }: State, x: Tensor, y: Tensor): readonly [State, Tensor] {
  const [loss, gradient] = valueAndGrad(lossOf)(weights, x, y);
  const nextVelocity = mapTree((v, g) => v.mul(0.9).sub((g ?? literal(0, "float32")).mul(0.2)), velocity, gradient);
  return [{ weights: mapTree((w, v) => w.add(v ?? 0), weights, nextVelocity), velocity: nextVelocity }, loss];
}

const specs = Object.fromEntries(Object.entries(shapes).map(([name, shape]) => [name, { shape }]));
const dataSpecs = [{ shape: [batch, inputs] }, { shape: [batch], dtype: "int32" as const }];

const oneStep: Graph = trace(
  (state: State, x: Tensor, y: Tensor) => {
    const [next, loss] = step(state, x, y);
    return [loss, next];
  },
  [{ weights: specs, velocity: specs }, ...dataSpecs],
);

const allSteps: Graph = trace(
  (state: State, x: Tensor, y: Tensor) => scan((carry: State) => step(carry, x, y), state, [], { length: steps }),
  [{ weights: specs, velocity: specs }, ...dataSpecs],
);

/** As `fit` trains: the data set and the shuffled positions are inputs, and rows are gathered inside the graph. */
const gatheredSteps: Graph = trace(
  (state: State, x: Tensor, y: Tensor, batches: Tensor) =>
    scan((carry: State, rows: Tensor) => step(carry, gather(x, rows), gather(y, rows)), state, batches),
  [
    { weights: specs, velocity: specs },
    { shape: ["rows", inputs] },
    { shape: ["rows"], dtype: "int32" as const },
    { shape: ["steps", 10], dtype: "int32" as const },
  ],
);

/** The same steps in the interpreter. */
function interpreted(): { readonly losses: readonly TensorData[]; readonly state: readonly TensorData[] } {
  const losses: TensorData[] = [];
  let state = initial;
  for (let i = 0; i < steps; i++) {
    const [loss, ...next] = evaluate(oneStep, [...state, features, labels]);
    if (loss !== undefined) losses.push(loss);
    state = next;
  }
  return { losses, state };
}

function zeros(shape: readonly number[]): TensorData {
  return { dtype: "float32", shape, data: new Float32Array(shape.reduce((size, dim) => size * dim, 1)) };
}

function largest(values: Float32Array): number {
  return values.indexOf(Math.max(...values));
}
