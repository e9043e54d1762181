import { tensor } from "@tidu/core-tensor";
import { add, batchNormalization, concatenate, dense, dropout, input } from "@tidu/layers";
import { describe, expect, test } from "vitest";
import { applyNetwork } from "./apply-network.ts";
import { distinctNames, layerNames } from "./layer-names.ts";
import { buildNetwork } from "./network.ts";
import { networkSummary } from "./network-summary.ts";
import { initNetwork, weightSpecsOf } from "./network-weights.ts";

describe("names", () => {
  test("count up by kind; those that the user gave are kept free", () => {
    const layers = [
      dense({ units: 1 }),
      dropout({ rate: 0.1 }),
      dense({ units: 1 }),
      dense({ units: 1, name: "dense_1" }),
      dense({ units: 1, name: "dropout" }),
    ];
    expect([...layerNames(layers).values()]).toEqual(["dense", "dropout_1", "dense_2", "dense_1", "dropout"]);
  });

  test("given twice are refused", () => {
    expect(() => layerNames([dense({ units: 1, name: "a" }), dense({ units: 2, name: "a" })])).toThrow(
      'Two layers are named "a". Names must be unique in a model.',
    );
  });

  test("of a layer that is applied twice is one", () => {
    const shared = dense({ units: 1 });
    expect(layerNames([shared, dense({ units: 1 }), shared]).size).toBe(2);
  });

  test("of outputs become distinct without taking another's", () => {
    expect(distinctNames(["a", "a", "a_1", "b", "a"])).toEqual(["a", "a_2", "a_1", "b", "a_3"]);
  });
});

describe("a network", () => {
  const left = input({ shape: [2], name: "left" });
  const right = input({ shape: [2], name: "right" });
  const shared = dense({ units: 3 });

  test("orders layers so that each finds its inputs, and lists a shared one once", () => {
    const outputs = [dense({ units: 1, name: "score" })(add()([shared(left), shared(right)])), dense({ units: 2, name: "other" })(right)];
    const network = buildNetwork([left, right], outputs);
    expect(network.inputs.map(({ name }) => name)).toEqual(["left", "right"]);
    expect(network.outputs.map(({ name }) => name)).toEqual(["score", "other"]);
    expect(network.layers.map(({ name }) => name)).toEqual(["dense", "add", "score", "other"]);
    expect(network.applications.map(({ layer, inputs, outputs }) => [layer.name, inputs, outputs])).toEqual([
      ["dense", [0], [2]],
      ["dense", [1], [3]],
      ["add", [2, 3], [4]],
      ["score", [4], [5]],
      ["other", [1], [6]],
    ]);
    expect([...weightSpecsOf(network).keys()]).toEqual([
      "dense/kernel",
      "dense/bias",
      "score/kernel",
      "score/bias",
      "other/kernel",
      "other/bias",
    ]);
    expect(networkSummary("two", network)).toMatchInlineSnapshot(`
      "Model: "two"
      ┏━━━━━━━━━━━━━━━┳━━━━━━━━━━━━━━┳━━━━━━━━━┳━━━━━━━━━━━━━━┓
      ┃ Layer (type)  ┃ Output Shape ┃ Param # ┃ Connected to ┃
      ┡━━━━━━━━━━━━━━━╇━━━━━━━━━━━━━━╇━━━━━━━━━╇━━━━━━━━━━━━━━┩
      │ left (input)  │ [batch, 2]   │       0 │ -            │
      │ right (input) │ [batch, 2]   │       0 │ -            │
      │ dense         │ [batch, 3]   │       9 │ left         │
      │ dense         │ [batch, 3]   │       0 │ right        │
      │ add           │ [batch, 3]   │       0 │ dense, dense │
      │ score (dense) │ [batch, 1]   │       4 │ add          │
      │ other (dense) │ [batch, 2]   │       6 │ right        │
      └───────────────┴──────────────┴─────────┴──────────────┘
       Total params: 19 (76 B)
       Trainable params: 19 (76 B)
       Non-trainable params: 0 (0 B)"
    `);
  });

  test("names an input that is not among its inputs", () => {
    const outputs = [concatenate()([left, right])];
    expect(() => buildNetwork([left], outputs)).toThrow(
      'functional: an output depends on the input "right", which is not among the inputs of the model. Add it to inputs.',
    );
    expect(() => buildNetwork([left], [shared(input({ shape: [2] }))])).toThrow("depends on the input float32[batch, 2]");
  });

  test("refuses one input twice, and none", () => {
    expect(() => buildNetwork([left, left], [shared(left)])).toThrow(
      "functional: an input is listed twice. Name each input of the model once.",
    );
    expect(() => buildNetwork([], [])).toThrow("A model needs at least one input and one output.");
  });

  test("refuses to share a layer between inputs that need other weights", () => {
    const wide = input({ shape: [5] });
    expect(() => buildNetwork([left, wide], [shared(left), shared(wide)])).toThrow(
      "dense: it is shared, but its weights fit only one of its inputs: float32[batch, 2] and float32[batch, 5]. Give each its own layer, or the inputs one size.",
    );
  });

  test("has a part of another as a model of its own: a value in its middle may be an input", () => {
    const middle = dense({ units: 3 })(left);
    const network = buildNetwork([middle], [dense({ units: 1 })(middle)]);
    expect(network.layers.map(({ name }) => name)).toEqual(["dense"]);
    expect(network.inputs[0]?.spec.shape[1]).toBe(3);
  });

  test("moves the statistics of a shared layer at each of its applications, one after the other", async () => {
    const norm = batchNormalization({ momentum: 0.5, scale: false, center: false });
    const [a, b] = [input({ shape: [1] }), input({ shape: [1] })];
    const network = buildNetwork([a, b], [norm(a), norm(b)]);
    const weights = initNetwork(network, tensor(new Uint32Array(2)));
    const { updates } = applyNetwork(network, weights, [tensor([[2], [4]]), tensor([[8], [8]])], { training: true });
    // 0 → 0.5 · 0 + 0.5 · 3 = 1.5 → 0.5 · 1.5 + 0.5 · 8 = 4.75 (by hand)
    expect(await updates["batchNormalization/movingMean"]?.array()).toEqual([4.75]);
  });
});
