import { concat, randomKey, tensor, zeros } from "@tidu/core-tensor";
import type { Tensor } from "@tidu/core-tensor";
import { checkGradients } from "@tidu/testing";
import { describe, expect, test } from "vitest";
import { unserializableParts } from "../config.ts";
import { layerFromConfig } from "../from-config.ts";
import { glorotUniform } from "../initializers/variance-scaling.ts";
import type { Layer } from "../layer.ts";
import { weight } from "../weight.ts";
import type { Weights } from "../weight.ts";
import { recurrentCell } from "./cell.ts";
import type { Cell } from "./cell.ts";
import { lstm } from "./lstm.ts";
import { lstmCell } from "./lstm-cell.ts";
import { rnn } from "./rnn.ts";
import { stackedRnnCells } from "./stacked-rnn-cells.ts";

const x = tensor(
  Float32Array.from({ length: 24 }, (_, i) => Math.sin(3 * i)),
  [3, 4, 2],
);
const init = (layer: Layer): Weights => layer.init(randomKey(1), [x.spec]);
const applied = async (layer: Layer): Promise<unknown> => layer.apply(init(layer), x)[0].array();

/** A minimal gated unit (Zhou et al. 2016), as a user writes it. */
const minimalGatedCell = ({ units }: { readonly units: number }): Cell =>
  recurrentCell("minimalGatedCell", {
    config: { units },
    stateSize: units,
    weights: (x) => ({
      forget: weight([Number(x.shape.at(-1)) + units, units], glorotUniform()),
      candidate: weight([Number(x.shape.at(-1)) + units, units], glorotUniform()),
    }),
    step: ({ forget, candidate }, x, [h]) => {
      const f = concat([x, h], 1).matmul(forget).sigmoid();
      const next = concat([x, f.mul(h)], 1)
        .matmul(candidate)
        .tanh();
      const y = h.add(f.mul(next.sub(h)));
      return [y, [y]];
    },
  });

describe("a cell of one's own", () => {
  const layer = rnn({ cell: minimalGatedCell({ units: 3 }), returnSequences: true });

  test("runs over a sequence and differentiates", async () => {
    const weights = init(layer);
    const [y] = layer.apply(weights, x);
    expect(y.shape).toEqual([3, 4, 3]);
    const { forget, candidate } = weights as Record<string, Tensor>;
    if (forget === undefined || candidate === undefined) throw new Error("no weights");
    // The first step from a state of zeros, by hand
    const first = concat([x.slice([0, 0], [null, 1]).squeeze(1), zeros([3, 3])], 1);
    const expected = first.matmul(forget).sigmoid().mul(first.matmul(candidate).tanh());
    expect(await y.slice([0, 0], [null, 1]).squeeze(1).array()).toEqual(await expected.array());
    expect(await checkGradients((weights: Weights, x: Tensor) => layer.apply(weights, x)[0].sum(), [weights, x])).toBeUndefined();
  });

  test("is saved by its factory's name, and made again by the factory", async () => {
    const { config } = layer;
    expect(unserializableParts(config)).toEqual([]);
    expect(() => layerFromConfig(config)).toThrow(
      'rnn: cell: the file names a cell "minimalGatedCell". Pass its factory again: { cells: { minimalGatedCell: … } }',
    );
    const copy = layerFromConfig(JSON.parse(JSON.stringify(config)), { cells: { minimalGatedCell } });
    expect(copy.config).toEqual(config);
    expect(await applied(copy)).toEqual(await applied(layer));
    const stacked = rnn({ cell: [minimalGatedCell({ units: 3 }), lstmCell({ units: 2 })] });
    const again = layerFromConfig(JSON.parse(JSON.stringify(stacked.config)), { cells: { minimalGatedCell } });
    expect(await applied(again)).toEqual(await applied(stacked));
  });

  test("without a config it cannot be saved, and says why", () => {
    const cell = recurrentCell("mine", { stateSize: 2, weights: () => ({}), step: (_, x, [h]) => [h.add(x), [h.add(x)]] });
    expect(unserializableParts(rnn({ cell }).config)).toEqual(["the cell mine has no config; give it one in recurrentCell"]);
  });

  test("may give an output that is no state, and several states", async () => {
    const cell = recurrentCell("sums", {
      stateSize: [2, 1],
      outputSize: 1,
      weights: () => ({}),
      step: (_, x, [total, count]) => {
        const [sum, steps] = [total.add(x), count.add(1)];
        return [sum.sum({ axis: -1, keepDims: true }).div(steps), [sum, steps]];
      },
    });
    const rows = tensor([
      [
        [1, 1],
        [2, 4],
        [3, 3],
      ],
    ]);
    const mask = tensor([[true, false, true]]);
    // Means of 2, and of 2 and 6; the step that does not count repeats the first
    expect(await rnn({ cell }).apply({}, rows, { mask })[0].array()).toEqual([[4]]);
    expect(await rnn({ cell, returnSequences: true }).apply({}, rows, { mask })[0].array()).toEqual([[[2], [2], [4]]]);
    expect(await rnn({ cell, returnSequences: true, zeroOutputForMask: true }).apply({}, rows, { mask })[0].array()).toEqual([
      [[2], [0], [4]],
    ]);
    expect(await rnn({ cell, goBackwards: true }).apply({}, rows)[0].array()).toEqual([[14 / 3].map(Math.fround)]);
    const [, , more] = rnn({ cell, returnState: true }).apply({}, rows, { mask });
    expect(await Promise.all((more?.outputs ?? []).map((state) => state.array()))).toEqual([[[4, 4]], [[2]]]);
  });

  test("must return what it declares", () => {
    const cell = (made: Partial<Cell>): Layer => rnn({ cell: { ...minimalGatedCell({ units: 3 }), ...made }, name: "mine" });
    const fails = (made: Partial<Cell>): unknown => cell(made).outputs([x.spec]);
    expect(() => fails({ stateSize: [2] })).toThrow(
      "mine: a step of the cell minimalGatedCell fails for the input float32[3, 2] and states float32[3, 2]: matmul",
    );
    expect(() => fails({ step: (_, x) => [x, [x]] })).toThrow(
      "mine: a step of the cell minimalGatedCell must return states float32[3, 3] as its stateSize says, received float32[3, 2].",
    );
    expect(() => fails({ step: (_, x, states) => [x, states] })).toThrow(
      "must return an output of size 3 as its outputSize says, received float32[3, 2]",
    );
    expect(() => fails({ step: (_, x, states) => [x, [...states, x]] })).toThrow("received float32[3, 3] and float32[3, 2]");
    expect(() => recurrentCell("mine", { stateSize: [2, 0], weights: () => ({}), step: (_, x, states) => [x, states] })).toThrow(
      "mine: expected stateSize 1 to be an integer of at least 1, received 0.",
    );
    // @ts-expect-error: a layer
    expect(() => rnn({ cell: lstm({ units: 3 }) })).toThrow(
      "rnn: cell: expected a cell such as lstmCell({ units: 8 }) or one made with recurrentCell, received the layer lstm.",
    );
    expect(() => stackedRnnCells({ cells: [] })).toThrow("stackedRnnCells: expected at least one cell, received none.");
  });
});
