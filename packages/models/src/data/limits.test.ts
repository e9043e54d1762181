import { interpreterBackend } from "@tidu/core-tensor";
import { factories, input } from "@tidu/layers";
import { expect, test } from "vitest";
import { functional } from "../functional.ts";
import { sequential } from "../sequential.ts";

const backend = interpreterBackend();
const words = () =>
  sequential(
    [
      factories.embedding({ inputDim: 5, outputDim: 2, inputShape: ["time"], name: "words" }),
      factories.globalAveragePooling1d(),
      factories.dense({ units: 1 }),
    ],
    { backend },
  ).compile({ optimizer: "sgd", loss: "meanSquaredError" });

test("a model that begins with an embedding takes integers", async () => {
  const model = words();
  expect(model.network.inputs[0]?.spec.dtype).toBe("int32");
  const late = sequential([factories.embedding({ inputDim: 5, outputDim: 2 }), factories.flatten(), factories.dense({ units: 1 })], {
    backend,
  });
  expect((await late.predict([[0, 4]])).shape).toEqual([1, 1]);
  expect(late.network.inputs[0]?.spec.dtype).toBe("int32");
  await expect(model.predict([[0.5, 1]])).rejects.toThrow("expected integers, received 0.5");
});

test("an id that the embedding does not know is named, with its place", async () => {
  const message =
    'x: the id 5 at [1, 2] is not one of layer "words", whose ids run from 0 to 4. Give the layer more ids (inputDim), or replace those it does not know.';
  await expect(
    words().predict([
      [0, 1, 2],
      [3, 4, 5],
    ]),
  ).rejects.toThrow(`predict: ${message}`);
  await expect(
    words().fit(
      [
        [0, 1, 2],
        [3, 4, 5],
      ],
      [1, 2],
      { verbose: 0 },
    ),
  ).rejects.toThrow(`fit: ${message}`);
  await expect(words().predict([[-1]])).rejects.toThrow("the id -1 at [0, 0] is not one of");
});

test("ids are checked through a model inside another one", async () => {
  const ids = input({ shape: ["time"], dtype: "int32", name: "text" });
  const model = functional({ inputs: ids, outputs: words().asLayer({ name: "inner" })(ids), backend });
  await expect(model.predict([[7]])).rejects.toThrow('the id 7 at [0, 0] is not one of layer "inner"');
});

test("a sequence longer than the positions allow is refused, whether its size is free or fixed", async () => {
  const positions = factories.positionEmbedding({ sequenceLength: 3, name: "places" });
  const free = sequential([factories.embedding({ inputDim: 5, outputDim: 2, inputShape: ["time"] }), positions], { backend });
  await expect(free.predict([[1, 2, 3, 4]])).rejects.toThrow(
    'predict: x has 4 positions on axis 1; layer "places" takes sequences of up to 3. Cut them, or give the layer a larger sequenceLength.',
  );
  expect((await free.predict([[1, 2, 3]])).shape).toEqual([1, 3, 2]);
  expect(() => sequential([factories.embedding({ inputDim: 5, outputDim: 2, inputShape: [4] }), positions], { backend })).toThrow(
    "places: its sequenceLength allows 3 positions: expected at most so many on axis 1, received float32[batch, 4, 2].",
  );
});
