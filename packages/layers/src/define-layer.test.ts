import { randomKey, tensor } from "@tidu/core-tensor";
import { expect, test } from "vitest";
import { layer } from "./define-layer.ts";
import { zeros } from "./initializers/constant.ts";
import type { Layer, LayerOptions } from "./layer.ts";
import { input } from "./core/input.ts";
import { weight } from "./weight.ts";

interface ShiftOptions extends LayerOptions {
  readonly by?: number;
}

/** What a user writes for a layer of their own. */
function shift(options: ShiftOptions = {}): Layer {
  const { by = 1 } = options;
  return layer("shift", {
    options,
    config: { by },
    weights: ([x]) => ({ offset: weight([Number(x.shape.at(-1))], zeros()) }),
    apply: ({ offset }, x) => [x.add(offset).add(by), {}, { outputs: [x] }],
  });
}

test("a layer of one's own is a definition", async () => {
  const mine = shift({ by: 2, name: "mine", inputShape: [2] });
  expect([mine.kind, mine.layerName, mine.inputShape, mine.trainable]).toEqual(["shift", "mine", [2], true]);
  expect(mine.config).toEqual({ kind: "shift", options: { name: "mine", inputShape: [2], by: 2 } });
  const x = tensor([[1, 2]]);
  const [y] = mine.apply(mine.init(randomKey(0), [x.spec]), x);
  expect(await y.array()).toEqual([[3, 4]]);
});

test("its further outputs are symbolic values of the same node", () => {
  const y = shift()(input({ shape: [2] }));
  expect(y.from?.outputs.map(({ output }) => output)).toEqual([0, 1]);
});

test("an option that its config lacks is refused", () => {
  // @ts-expect-error: not an option
  expect(() => shift({ bye: 2 })).toThrow('shift: there is no option "bye", did you mean "by"?');
});
