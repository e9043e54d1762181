import { interpreterBackend } from "@tidu/core-tensor";
import { dense, dot, reshape } from "@tidu/layers";
import { randomValues } from "@tidu/testing";
import { describe, expect, test } from "vitest";
import type { FitOptions } from "./fit-options.ts";
import { functional } from "./functional.ts";
import type { Model } from "./model.ts";
import { sequential } from "./sequential.ts";
import type { CompileOptions } from "./training/compile.ts";

const backend = async () => interpreterBackend();

const rows = 6;
const x = randomValues([rows, 4], 1);
const ids = [0, 1, 2, 0, 1, 2];
const yes = [0, 1, 1, 0, 1, 0];

const modelOf = (
  units: number,
  activation: "linear" | "sigmoid" | "softmax",
  loss: CompileOptions["loss"],
  more: Partial<CompileOptions> = {},
): Model =>
  sequential([dense({ units: 5, inputShape: [4] }), dense({ units, activation })], { backend }).compile({
    optimizer: "adam",
    loss,
    ...more,
  });
const classes = (more: Partial<CompileOptions> = {}): Model => modelOf(3, "softmax", "sparseCategoricalCrossentropy", more);
const yesNo = (): Model => modelOf(1, "sigmoid", "binaryCrossentropy");
const numbers = (): Model => modelOf(1, "linear", "mse");

type X = Parameters<Model["fit"]>[0];
type Y = Parameters<Model["fit"]>[1];
const fit = (model: Model, x: X, y: Y, options: FitOptions = {}): Promise<unknown> => model.fit(x, y, { verbose: 0, ...options });

const withValue = (value: number): readonly (readonly number[])[] => ids.map((_, row) => [1, 2, row === 3 ? value : 3, 4]);

describe.each<[string, readonly [string, () => unknown, string | RegExp][]]>([
  [
    "before training",
    [
      [
        "training before compile",
        () => fit(sequential([dense({ units: 1, inputShape: [4] })], { backend }), x, yes),
        "sequential: call compile({ optimizer, loss }) before fit.",
      ],
      [
        "evaluation before compile",
        () => sequential([dense({ units: 1, inputShape: [4] })], { backend, name: "mine" }).evaluate(x, yes),
        "mine: call compile({ optimizer, loss }) before evaluate.",
      ],
      [
        "no backend",
        () => sequential([dense({ units: 1, inputShape: [4] })]).predict(x),
        'sequential: no backend. Pass one in the model\'s options or to compile, or import from "tidu", which picks the best one installed.',
      ],
      ["an unknown optimizer", () => numbers().compile({ optimizer: "adamm", loss: "mse" }), /optimizer "adamm".*"adam"/],
      ["an unknown loss", () => numbers().compile({ loss: "meanSquareError" }), /loss "meanSquareError".*"meanSquaredError"/],
      ["an unknown metric", () => numbers().compile({ loss: "mse", metrics: ["acuracy"] }), /metric "acuracy".*"accuracy"/],
      ["an unknown activation", () => dense({ units: 1, activation: "rellu" as "relu" }), /"rellu".*"relu"/],
      [
        "no layers",
        () => sequential([], { backend }).build([1]),
        "sequential: it has no layers. Give some to sequential([...]), or add them.",
      ],
      [
        "a layer that does not fit the one before, by its name in the model",
        () => sequential([dense({ units: 5, inputShape: [4] }), dense({ units: 6 }), reshape({ targetShape: [4, 2] })]),
        /^reshape: .*\[batch, 6\]|^reshape: .*6/,
      ],
      [
        "the same for the second of a kind",
        () => sequential([reshape({ targetShape: [2, 2], inputShape: [4] }), reshape({ targetShape: [3, 3] })]),
        /^reshape_1: /,
      ],
      ["a joining layer in a sequential model", () => sequential([dense({ units: 5, inputShape: [4] }), dot({ axes: 1 })]), /^dot: /],
      ["functional without outputs", () => functional({ inputs: [], outputs: [] }), "A model needs at least one input and one output."],
    ],
  ],
  [
    "inputs",
    [
      [
        "of the wrong size",
        () => fit(numbers(), randomValues([rows, 5], 1), yes),
        'fit: x: layer "dense" expected float32[rows, 4], received float32[6, 5]. Reshape it, or set the layer\'s inputShape.',
      ],
      [
        "of the wrong rank",
        () => fit(numbers(), randomValues([rows, 2, 2], 1), yes),
        'fit: x: layer "dense" expected float32[rows, 4], received float32[6, 2, 2].',
      ],
      ["one example without its list", () => numbers().predict([1, 2, 3, 4]), "For one example, put it into a list: [x]."],
      [
        "a flat array that does not divide",
        () => numbers().predict(new Float32Array(7)),
        "predict: x: 7 numbers cannot be cut into rows of 4. Expected [rows, 4].",
      ],
      [
        "ragged rows",
        () =>
          numbers().predict([
            [1, 2, 3, 4],
            [1, 2],
          ]),
        /^predict: x: .*\b4\b.*\b2\b|^predict: x: .*\b2\b.*\b4\b/,
      ],
      ["empty", () => fit(numbers(), [], []), "fit: x is empty (shape [0]). Expected at least one row [rows, 4]."],
      [
        "NaN",
        () => fit(numbers(), withValue(NaN), yes),
        "fit: x holds NaN in row 3, column 2. Remove such rows, or fill the gaps (simpleImputer in datasets).",
      ],
      ["infinity", () => numbers().predict(withValue(-Infinity)), "predict: x holds -Infinity in row 3, column 2."],
      [
        "no numbers",
        () => numbers().predict("four" as never),
        'predict: x: expected numbers as nested arrays, a typed array, TensorData or a tensor, received string "four".',
      ],
    ],
  ],
  [
    "targets",
    [
      ["fewer than inputs", () => fit(numbers(), x, [1, 2]), "fit: y has 2 rows (shape [2]), x has 6. Every row of x needs its row of y."],
      ["empty", () => fit(numbers(), x, []), "fit: y is empty (shape [0]). Expected 6 rows, as x has."],
      ["NaN", () => numbers().evaluate(x, [1, 2, NaN, 4, 5, 6]), "evaluate: y holds NaN in row 2."],
      [
        "a label out of range",
        () => fit(classes(), x, [0, 1, 2, 3, 1, 2]),
        "fit: y: class id 3 in row 3 is out of range. Expected integers from 0 to 2, as the output has 3 units. Ids start at 0: subtract 1, or add a unit.",
      ],
      ["a negative label", () => fit(classes(), x, [0, -1, 2, 0, 1, 2]), "fit: y: class id -1 in row 1 is out of range."],
      ["a label that is no integer", () => fit(classes(), x, [0, 1.5, 2, 0, 1, 2]), "Class ids are whole numbers."],
      [
        "a class out of range for yes or no",
        () => fit(yesNo(), x, [0, 1, 2, 0, 1, 0]),
        "fit: y: binaryCrossentropy expects targets from 0 to 1, received 2 in row 2",
      ],
      [
        "one-hot rows for a loss of ids",
        () => fit(classes(), x, randomValues([rows, 3], 1)),
        /^fit: output "dense_1": sparseCategoricalCrossentropy expects class ids .*use categoricalCrossentropy for one-hot targets/,
      ],
      [
        "ids for a loss of one-hot rows",
        () => fit(modelOf(3, "softmax", "categoricalCrossentropy"), x, ids),
        /^fit: output "dense_1": categoricalCrossentropy expects one-hot targets .*use sparseCategoricalCrossentropy for class ids/,
      ],
      [
        "a loss of classes on one unit",
        () => fit(modelOf(1, "sigmoid", "sparseCategoricalCrossentropy"), x, yes),
        /^fit: output "dense_1": sparseCategoricalCrossentropy needs an output with one number per class, received float32\[batch, 1\]\. Give the last layer a unit for each class and softmax, or use binaryCrossentropy/,
      ],
      [
        "more columns than units",
        () => fit(numbers(), x, randomValues([rows, 2], 1)),
        /^fit: output "dense_1": meanSquaredError expects targets of the shape of the output, \[batch, 1\].*give the last layer 2 units/,
      ],
    ],
  ],
  [
    "options",
    [
      ["epochs", () => fit(numbers(), x, yes, { epochs: 0 }), "fit: epochs must be a whole number from 1, received 0."],
      ["batch size", () => fit(numbers(), x, yes, { batchSize: 2.5 }), "fit: batchSize must be a whole number from 1, received 2.5."],
      [
        "batch size of prediction",
        () => numbers().predict(x, { batchSize: 0 }),
        "predict: batchSize must be a whole number from 1, received 0.",
      ],
      ["first epoch", () => fit(numbers(), x, yes, { initialEpoch: -1 }), "fit: initialEpoch must be a whole number from 0, received -1."],
      [
        "a split that leaves nothing",
        () => fit(numbers(), x, yes, { validationSplit: 0.99 }),
        /^fit: validationSplit 0\.99 of 6 rows leaves nothing to train on/,
      ],
      [
        "a split that is none",
        () => fit(numbers(), x, yes, { validationSplit: 2 }),
        "fit: expected validationSplit between 0 and 1, received 2.",
      ],
      [
        "two kinds of validation",
        () => fit(numbers(), x, yes, { validationSplit: 0.5, validationData: [x, yes] }),
        "fit: give validationData or validationSplit, not both.",
      ],
      ["validation data that do not fit", () => fit(numbers(), x, yes, { validationData: [x, [1]] }), "fit: validationData: y has 1 rows"],
      [
        "sample weights of another length",
        () => fit(numbers(), x, yes, { sampleWeight: [1, 2] }),
        "fit: sampleWeight: expected one weight for each of 6 rows, received shape [2].",
      ],
      [
        "negative sample weights",
        () => fit(numbers(), x, yes, { sampleWeight: [1, 2, -3, 4, 5, 6] }),
        "fit: sampleWeight: expected weights of at least 0, received -3 in row 2.",
      ],
      [
        "class weights without a class",
        () => fit(classes(), x, ids, { classWeight: { 0: 1, 1: 2 } }),
        "fit: classWeight has no weight for class 2, which row 2 is of.",
      ],
      [
        "class weights of a class that is not",
        () => fit(classes(), x, ids, { classWeight: { 0: 1, 1: 1, 2: 1, 3: 1 } }),
        "fit: classWeight names class 3, which does not exist. Classes are 0 to 2.",
      ],
      [
        "weights of another shape",
        () => numbers().setWeights({ "dense/kernel": [[1]] }),
        'setWeights: "dense/kernel" expects float32[4, 5], received float32[1, 1].',
      ],
      ["an unknown weight", () => numbers().setWeights({ "dense/kernell": [1] }), /^setWeights: weight "dense\/kernell".*"dense\/kernel"/],
    ],
  ],
])("%s", (_, cases) => {
  test.each(cases)("%s", async (_, attempt, message) => {
    await expect((async () => attempt())()).rejects.toThrow(message);
  });
});

test("a refused call leaves the model as it was", async () => {
  const model = classes();
  await fit(model, x, ids);
  const before = await model.getWeights();
  await expect(fit(model, withValue(NaN), ids)).rejects.toThrow("NaN");
  await expect(fit(model, x, [9, 9, 9, 9, 9, 9])).rejects.toThrow("out of range");
  await expect(model.setWeights({ "dense/bias": [1, 2, 3, 4, 5], "dense/kernel": [1] })).rejects.toThrow("expects");
  expect(() => model.compile({ loss: "nonsense" })).toThrow("nonsense");
  expect(await model.getWeights()).toEqual(before);
  await fit(model, x, ids);
});
