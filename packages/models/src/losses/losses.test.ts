import { readFileSync } from "node:fs";
import { grad, size, tensor } from "@tidu/core-tensor";
import type { Nested, Tensor } from "@tidu/core-tensor";
import { differenceOf } from "@tidu/testing";
import { expect, test } from "vitest";
import { alignedTo, averageLoss } from "./average-loss.ts";
import { losses } from "./loss-from.ts";
import type { Loss } from "./loss.ts";

interface Stored {
  readonly dtype?: "float32" | "int32";
  readonly shape: readonly number[];
  readonly data: readonly (number | string)[];
}

interface Case {
  readonly name: keyof typeof losses;
  readonly options: { readonly reduction: string };
  readonly about?: string;
  readonly truth: Stored;
  readonly prediction: Stored;
  readonly sampleWeight?: Stored;
  readonly output: Stored;
  readonly cotangent: Stored;
  readonly gradient: Stored;
}

const file = new URL("../../../testing/fixtures/losses.json", import.meta.url);
const { cases }: { readonly cases: readonly Case[] } = JSON.parse(readFileSync(file, "utf8"));

const read = ({ dtype = "float32", shape, data }: Stored): Tensor => tensor(data.map(Number), undefined, dtype).reshape(shape);

const make = (name: keyof typeof losses, options: object): Loss => {
  const factory: (options: object) => Loss = losses[name];
  return factory(options);
};

/** Targets as a model hands them to the loss. */
const prepared = (loss: Loss, truth: Tensor, prediction: Tensor): Tensor => {
  const { dtype, shape } = loss.target(prediction.spec, truth.spec);
  return truth.cast(dtype).reshape(shape);
};

/** What a model does with the losses of examples, and Keras's other reductions. */
function reduced(loss: Loss, y: Tensor, prediction: Tensor, sampleWeight: Tensor | undefined, reduction: string): Tensor {
  if (reduction === "sumOverBatchSize" || reduction === "mean") return averageLoss(loss, y, prediction, { sampleWeight });
  const each = loss.perExample(y, prediction);
  const aligned = sampleWeight && alignedTo(each, sampleWeight, "weights");
  const weighted = aligned === undefined ? each : each.mul(aligned);
  if (reduction === "none") return weighted;
  return reduction === "meanWithSampleWeight" ? weighted.sum().div(aligned?.sum() ?? size(each, undefined, "float32")) : weighted.sum();
}

async function expectClose(actual: Tensor, expected: Tensor, relative = 1e-5): Promise<void> {
  expect(differenceOf(await actual.value(), await expected.value(), { relative })).toBeUndefined();
}

const titleOf = ({ name, options, about = "", sampleWeight }: Case): string =>
  `${name} ${JSON.stringify(options)} ${about}${sampleWeight ? " weighted" : ""}`;

test.each(cases.map((item): [string, Case] => [titleOf(item), item]))(
  "%s equals Keras",
  async (_, { name, options, truth, prediction, sampleWeight, output, cotangent, gradient }) => {
    const loss = make(name, options);
    const weight = sampleWeight && read(sampleWeight);
    const value = (p: Tensor): Tensor => reduced(loss, prepared(loss, read(truth), p), p, weight, options.reduction);
    await expectClose(value(read(prediction)), read(output));
    await expectClose(grad((p: Tensor) => value(p).mul(read(cotangent)).sum())(read(prediction)), read(gradient));
  },
);

const g = [0.5, -1, 2];
const numbers = {
  y: [
    [0.5, 1],
    [0.3, 2],
    [1.5, 0.4],
  ],
  prediction: [
    [0.2, 1.5],
    [0.7, 0.1],
    [2, 0.9],
  ],
};
const scores = [
  [0.3, -1.2],
  [-0.4, 0.8],
  [2, -0.1],
];
const bits = [
  [0, 1],
  [1, 0],
  [1, 1],
];
const chances = [
  [0.3, 0.8],
  [0.6, 0.2],
  [0.9, 0.45],
];
const oneHot = [
  [0, 1, 0],
  [1, 0, 0],
  [0, 0, 1],
];
const logits = [
  [0.2, 1.5, -0.3],
  [0.6, -0.3, 0.1],
  [-2, 0.25, 0.5],
];
const shares = [
  [0.2, 0.5, 0.3],
  [0.6, 0.3, 0.1],
  [0.25, 0.25, 0.5],
];

interface Row {
  readonly name: keyof typeof losses;
  readonly options?: object;
  readonly y: Nested;
  readonly prediction: Nested;
  readonly output: readonly number[];
  readonly gradient: readonly number[];
}

// Keras 3.15.1 on PyTorch 2.13, float32: one loss per row, gradients of their sum weighted by g.
const rows: readonly Row[] = [
  {
    name: "meanSquaredLogarithmicError",
    ...numbers,
    output: [0.049793046, 0.53929031, 0.063249551],
    gradient: [-0.092976466, 0.044628717, -0.15780239, 0.9120928, 0.1215477, 0.32145438],
  },
  {
    name: "meanAbsolutePercentageError",
    ...numbers,
    output: [55, 114.16666, 79.166664],
    gradient: [-50, 25, -166.66666, 25, 66.666664, 250],
  },
  {
    name: "logCosh",
    ...numbers,
    output: [0.082227647, 0.65346527, 0.12011448],
    gradient: [-0.072828174, 0.11552928, -0.18997449, 0.47811872, 0.46211714, 0.46211714],
  },
  {
    name: "poisson",
    ...numbers,
    output: [1.0496268, 2.7560854, 0.95121169],
    gradient: [-0.37499964, 0.083333343, -0.28571433, 9.4999905, 0.25, 0.55555558],
  },
  {
    name: "cosineSimilarity",
    ...numbers,
    output: [-0.94568664, -0.28670627, -0.98686606],
    gradient: [-0.10646717, 0.014195651, -0.19160368, 1.341226, -0.060451806, 0.13433723],
  },
  { name: "hinge", y: bits, prediction: scores, output: [1.75, 1.5999999, 0.55000001], gradient: [0.25, -0.25, 0.5, -0.5, 0, -1] },
  {
    name: "hinge",
    y: [
      [-1, 1],
      [1, -1],
      [1, 1],
    ],
    prediction: scores,
    output: [1.75, 1.5999999, 0.55000001],
    gradient: [0.25, -0.25, 0.5, -0.5, 0, -1],
  },
  {
    name: "squaredHinge",
    y: bits,
    prediction: scores,
    output: [3.2649999, 2.5999999, 0.60500002],
    gradient: [0.64999998, -1.1, 1.4, -1.8, 0, -2.2],
  },
  { name: "categoricalHinge", y: oneHot, prediction: logits, output: [0, 0.5, 0.75], gradient: [0, 0, 0, 1, 0, -1, 0, 2, -2] },
  {
    name: "klDivergence",
    y: [
      [0.1, 0.6, 0.3],
      [0.5, 0.25, 0.25],
      [0, 0.2, 0.8],
    ],
    prediction: shares,
    output: [0.040078245, 0.092331499, 0.33137277],
    gradient: [-0.25, -0.60000002, -0.5, 0.83333331, 0.83333331, 2.5, -8.0000001e-7, -1.6, -3.2],
  },
  {
    name: "binaryFocalCrossentropy",
    y: bits,
    prediction: chances,
    output: [0.020513244, 0.045328911, 0.1213011],
    gradient: [0.085644111, -0.03481435, 0.33766353, -0.069628708, -0.03218323, -1.5505807],
  },
  {
    name: "binaryFocalCrossentropy",
    options: { applyClassBalancing: true, alpha: 0.3, gamma: 1.5 },
    y: bits,
    prediction: chances,
    output: [0.023506472, 0.026369967, 0.049355384],
    gradient: [0.092360914, -0.019611947, 0.1359373, -0.091522425, -0.025534, -0.53841245],
  },
  {
    name: "binaryFocalCrossentropy",
    options: { labelSmoothing: 0.2 },
    y: bits,
    prediction: chances,
    output: [0.037741125, 0.060858954, 0.11876301],
    gradient: [0.087554865, -0.048186891, 0.29551107, -0.096373811, -0.093623914, -1.2027547],
  },
  {
    name: "binaryFocalCrossentropy",
    options: { fromLogits: true },
    y: bits,
    prediction: scores,
    output: [0.57309133, 0.44238451, 0.10348084],
    gradient: [0.10737661, -0.21350579, 0.23862202, -0.33708164, -0.0048709461, -0.33959469],
  },
  {
    name: "categoricalFocalCrossentropy",
    y: oneHot,
    prediction: shares,
    output: [0.043321699, 0.02043302, 0.043321699],
    gradient: [0.074571699, -0.074571699, 0.074571699, 0.067532703, -0.10129906, -0.10129906, 0.2982868, 0.2982868, -0.2982868],
  },
  {
    name: "categoricalFocalCrossentropy",
    options: { alpha: 0.4, gamma: 1.5 },
    y: oneHot,
    prediction: shares,
    output: [0.098025821, 0.051691912, 0.098025821],
    gradient: [0.14423004, -0.14423004, 0.14423004, 0.14499979, -0.21749969, -0.21749969, 0.57692015, 0.57692015, -0.57692015],
  },
  {
    name: "categoricalFocalCrossentropy",
    options: { labelSmoothing: 0.3 },
    y: oneHot,
    prediction: shares,
    output: [0.075157039, 0.07772243, 0.073646888],
    gradient: [0.014352202, -0.032773748, 0.045054771, -0.0014771968, -0.053570211, 0.16957374, 0.13039337, 0.13039337, -0.13039339],
  },
  {
    name: "categoricalFocalCrossentropy",
    options: { fromLogits: true },
    y: oneHot,
    prediction: logits,
    output: [0.0084179388, 0.044300757, 0.033229213],
    gradient: [0.0058411881, -0.0093840472, 0.0035428593, 0.075876541, -0.030450188, -0.045426346, 0.011530751, 0.10940073, -0.12093148],
  },
];

test.each(rows.map((row): [string, Row] => [`${row.name} ${row.options === undefined ? "" : JSON.stringify(row.options)}`, row]))(
  "%s equals Keras",
  async (_, { name, options = {}, y, prediction, output, gradient }) => {
    const loss = make(name, options);
    const p = tensor(prediction);
    const each = (p: Tensor): Tensor => loss.perExample(tensor(y), p);
    await expectClose(each(p), tensor(output));
    await expectClose(grad((p: Tensor) => each(p).mul(tensor(g)).sum())(p), tensor(gradient).reshape(p.shape), 2e-5);
  },
);
