import { readFileSync } from "node:fs";
import { tensor, trace } from "@tidu/core-tensor";
import type { Tensor, Tree } from "@tidu/core-tensor";
import { expect, test } from "vitest";
import { metricFrom, metricFromConfig, metrics } from "./metric-from.ts";
import type { MetricLike } from "./metric-from.ts";
import type { Metric, MetricChoice } from "./metric.ts";
import { lossMetric } from "./loss-metric.ts";
import { losses } from "../losses/loss-from.ts";

interface Stored {
  readonly dtype?: "float32" | "int32";
  readonly shape: readonly number[];
  readonly data: readonly (number | string)[];
}

interface Batch {
  readonly truth?: Stored;
  readonly prediction: Stored;
  readonly sampleWeight?: Stored;
}

interface Case {
  readonly name: string;
  readonly options: object;
  readonly kind: string;
  readonly batches: readonly Batch[];
  readonly results: readonly number[];
}

const file = new URL("../../../testing/fixtures/metrics.json", import.meta.url);
const { cases }: { readonly cases: readonly Case[] } = JSON.parse(readFileSync(file, "utf8"));
const ours = cases.filter(({ name, kind }) => !(name === "accuracy" && kind === "labels")); // equal labels: not among our metrics

const read = ({ dtype = "float32", shape, data }: Stored): Tensor => tensor(data.map(Number), undefined, dtype).reshape(shape);
const isWeighted = ({ batches }: Case): boolean => batches[0]?.sampleWeight !== undefined;

const make = (name: string, options: object): Metric | MetricChoice => {
  const own: Readonly<Record<string, (options: object) => Metric | MetricChoice>> = metrics;
  const loss: Readonly<Record<string, (options: object) => ReturnType<typeof losses.hinge>>> = losses;
  const [factory, lossFactory] = [own[name], loss[name]];
  if (factory !== undefined) return factory(options);
  if (lossFactory === undefined) throw new Error(`no metric ${name}`);
  return lossMetric(lossFactory(options));
};

/** The results after each batch. */
async function resultsOf(chosen: Metric | MetricChoice, batches: readonly Batch[]): Promise<readonly number[]> {
  let metric: Metric | undefined = "resolve" in chosen ? undefined : chosen;
  let state: Tree = [];
  const results: number[] = [];
  for (const { truth, prediction, sampleWeight } of batches) {
    const p = read(prediction);
    const y = truth === undefined ? p : read(truth);
    if (metric === undefined && "resolve" in chosen) metric = chosen.resolve(y.spec, p.spec);
    if (metric === undefined) throw new Error("not resolved");
    if (results.length === 0) state = metric.init();
    state = metric.update(state, y, p, sampleWeight && read(sampleWeight));
    results.push(await metric.result(state).item());
  }
  return results;
}

const expectClose = (actual: readonly number[], expected: readonly number[]): void => {
  actual.forEach((value, i) =>
    expect(Math.abs(value - (expected[i] ?? NaN))).toBeLessThanOrEqual(2e-6 + 1e-5 * Math.abs(expected[i] ?? 0)),
  );
  expect(actual).toHaveLength(expected.length);
};

test.each(
  ours.map((item): [string, Case] => [
    `${item.name} ${JSON.stringify(item.options)} on ${item.kind}${isWeighted(item) ? ", weighted" : ""}`,
    item,
  ]),
)("%s equals Keras over uneven batches", async (_, { name, options, batches, results }) => {
  expectClose(await resultsOf(make(name, options), batches), results);
});

/** Batches of the fixtures by their kind. */
const batchesOf = (kind: string, weighted: boolean): readonly Batch[] => {
  const found = cases.find((item) => item.kind === kind && isWeighted(item) === weighted);
  if (found === undefined) throw new Error(`no batches of ${kind}`);
  return found.batches;
};

// Keras 3.15.1 on PyTorch 2.13, float32, on the batches of these kinds in the fixtures: plain, then weighted.
const more: readonly (readonly [title: string, like: MetricLike, kind: string, plain: readonly number[], weighted: readonly number[]])[] = [
  ["precision", "precision", "binary", [0.71428573, 0.47619048, 0.5], [0.33333331, 0.35094658, 0.34761488]],
  ["precision above 0.7", metrics.precision({ threshold: 0.7 }), "binary", [0, 0.30000001, 0.41666666], [0, 0.29013985, 0.36328995]],
  ["precision of class 1", metrics.precision({ classId: 1 }), "binary", [0.66666669, 0.55555558, 0.63636363], [0, 0.48008201, 0.56313068]],
  ["precision", "precision", "binary column", [1, 0.66666669, 0.75], [1, 0.46265763, 0.55585247]],
  ["recall", "recall", "binary", [0.71428573, 0.66666669, 0.72222221], [0.52006984, 0.69804573, 0.73849326]],
  ["recall above 0.7", metrics.recall({ threshold: 0.7 }), "binary", [0, 0.2, 0.27777779], [0, 0.39061007, 0.47223938]],
  ["recall of class 1", metrics.recall({ classId: 1 }), "binary", [1, 0.83333331, 0.875], [0, 1, 1]],
  ["recall", "recall", "binary column", [0.5, 0.80000001, 0.85714287], [1, 1, 1]],
  ["auc", "auc", "binary", [0.45714286, 0.48148149, 0.51058203], [0.097490929, 0.45159748, 0.47206324]],
  ["auc", "auc", "binary column", [0.75, 0.70000005, 0.71428573], [1, 0.58148801, 0.58148801]],
  ["auc of 11 points", metrics.auc({ numThresholds: 11 }), "binary column", [0.75, 0.71666664, 0.73809528], [1, 0.68297207, 0.65130711]],
  ["auc PR", metrics.auc({ curve: "PR" }), "binary", [0.51971066, 0.4335053, 0.45412529], [0.27572274, 0.35950416, 0.36146155]],
  ["auc PR", metrics.auc({ curve: "PR" }), "binary column", [0.79726744, 0.57275182, 0.64373147], [1, 0.39113948, 0.47139907]],
  [
    "f1Score above 0.5",
    metrics.f1Score({ threshold: 0.5 }),
    "binary",
    [0.69999999, 0.54343432, 0.56185329],
    [0.27084747, 0.44255695, 0.43347397],
  ],
  ["f1Score", "f1Score", "binary column", [0.66666657, 0.72727269, 0.79999989], [0.99999964, 0.63262594, 0.71453106]],
  ["f1Score macro", "f1Score", "one-hot", [0.29166663, 0.43452376, 0.40681815], [0.11998252, 0.28080589, 0.31020224]],
  ["f1Score macro on class ids", "f1Score", "sparse", [0.29166663, 0.43452376, 0.40681815], [0.11998252, 0.28080589, 0.31020224]],
  [
    "f1Score micro",
    metrics.f1Score({ average: "micro" }),
    "one-hot",
    [0.49999994, 0.5454545, 0.53846151],
    [0.31572893, 0.45595005, 0.53734434],
  ],
  [
    "f1Score weighted",
    metrics.f1Score({ average: "weighted" }),
    "one-hot",
    [0.54166663, 0.59307355, 0.56433564],
    [0.47993001, 0.4461543, 0.51153076],
  ],
  ["F2", metrics.f1Score({ beta: 2 }), "one-hot", [0.30448714, 0.41720781, 0.39028907], [0.091447175, 0.29946673, 0.31825545]],
  ["r2Score", "r2Score", "numbers", [-3.0393867, -1.490358, -1.5685972], [-9.0687914, -1.8335108, -1.9105706]],
  [
    "r2Score by variance",
    metrics.r2Score({ classAggregation: "varianceWeightedAverage" }),
    "numbers",
    [-1.3391389, -1.3850346, -1.42132],
    [-3.628397, -1.8310813, -1.8441144],
  ],
  ["meanSquaredLogarithmicError", "msle", "numbers", [0.17842403, 0.32028589, 0.32126853], [0.39579871, 0.38037333, 0.36653689]],
  ["meanAbsolutePercentageError", "mape", "numbers", [298.25787, 223.3046, 217.22485], [176.53908, 206.16495, 202.22133]],
  ["cosineSimilarity", "cosineSimilarity", "numbers", [0.26752305, 0.043445505, -0.11322086], [-0.17368256, -0.066103645, -0.19850126]],
  ["logCosh", "logCosh", "numbers", [0.70590037, 0.89714217, 0.89553511], [1.2880936, 1.0925233, 1.0469072]],
  ["hinge", "hinge", "numbers", [0.99847955, 1.2054814, 1.3001938], [1.5812986, 1.3580724, 1.385759]],
];

test.each(more)("%s equals Keras on %3$s batches", async (_, like, kind, plain, weighted) => {
  expectClose(await resultsOf(metricFrom(like), batchesOf(kind, false)), plain);
  expectClose(await resultsOf(metricFrom(like), batchesOf(kind, true)), weighted);
});

test("accuracy is chosen by shapes, as Keras does", () => {
  const chosen = (y: readonly number[], prediction: readonly number[]): string => {
    const metric = metrics.accuracy().resolve({ dtype: "float32", shape: y }, { dtype: "float32", shape: prediction });
    expect(metric.name).toBe("accuracy");
    return metric.config.kind;
  };
  expect(chosen([8, 1], [8, 1])).toBe("binaryAccuracy");
  expect(chosen([8], [8, 3])).toBe("sparseCategoricalAccuracy");
  expect(chosen([8, 1], [8, 3])).toBe("sparseCategoricalAccuracy");
  expect(chosen([8, 3], [8, 3])).toBe("categoricalAccuracy");
  expect(chosen([8, 5], [8, 5, 3])).toBe("sparseCategoricalAccuracy");
});

test("a name is the key in logs as it is written; unknown names give the nearest", () => {
  expect(["acc", "mse", "AUC", "top_k_categorical_accuracy"].map((name) => metricFrom(name).name)).toEqual([
    "acc",
    "mse",
    "AUC",
    "top_k_categorical_accuracy",
  ]);
  expect(() => metricFrom("accurracy")).toThrow('metric "accurracy": did you mean "accuracy"?');
});

test("every metric comes back from its config", () => {
  const all = [
    ...Object.values(metrics).map((factory) => factory()),
    metricFrom("mse"),
    metrics.topKCategoricalAccuracy({ k: 3, name: "top3" }),
  ];
  for (const { config, name } of all) {
    const again = metricFromConfig(JSON.parse(JSON.stringify(config)));
    expect([again.name, again.config]).toEqual([name, config]);
  }
});

test("a function is a metric, averaged over the examples", async () => {
  const within = (y: Tensor, prediction: Tensor): Tensor => y.sub(prediction).abs().less(0.5);
  const metric = metricFrom(within);
  if ("resolve" in metric) throw new Error("expected a metric");
  const state = metric.update(metric.init(), tensor([1, 2, 3, 4]), tensor([1.2, 2.9, 3, 4.4]), undefined);
  expect(metric.name).toBe("within");
  expect(await metric.result(state).item()).toBe(0.75);
});

test("accuracy of one unit costs a step few operations", () => {
  const metric = metrics.accuracy().resolve({ dtype: "float32", shape: [4, 1] }, { dtype: "float32", shape: [4, 1] });
  const update = (state: Tree, y: Tensor, prediction: Tensor): Tree => metric.update(state, y, prediction, undefined);
  const ops = trace(update, [{ total: { shape: [] }, count: { shape: [] } }, { shape: [4, 1] }, { shape: [4, 1] }]).nodes.map(
    ({ op }) => op,
  );
  expect(ops.filter((op) => op !== "constant")).toEqual(["greater", "cast", "equal", "cast", "sum", "add", "add"]);
});
