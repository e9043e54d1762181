import { compositeOf, sliceAxis, tensorData, trace, zeros } from "@tidu/core-tensor";
import type { CallOptions, Tensor } from "@tidu/core-tensor";
import { expect, test } from "vitest";
import { printOnnx } from "./print-onnx.ts";
import { toOnnx } from "./to-onnx.ts";

const units = 2;
const defaults = { activation: "tanh", recurrentActivation: "sigmoid", useBias: true, resetAfter: true, goBackwards: false };

/** A recurrent composite of Keras's weights; what its body says of shapes is all that matters where it is one operator. */
const recurrent = (
  name: string,
  options: CallOptions,
  [x, ...rest]: readonly [Tensor, ...Tensor[]],
  states: readonly Tensor[],
): readonly Tensor[] =>
  compositeOf(
    {
      name,
      options: { ...defaults, ...options },
      body: (x, ...others) => [...(x ? [sliceAxis(x, 2, 0, units)] : []), ...others.slice(0, states.length)],
    },
    x,
    ...states,
    ...rest,
  );

const zeroState = (x: Tensor): Tensor => zeros([x.shape[0] ?? 1, units]);
const shaped = <Given>(...shapes: readonly Given[]): readonly { readonly shape: Given }[] => shapes.map((shape) => ({ shape }));
const counted = (shape: readonly number[]): ReturnType<typeof tensorData> =>
  tensorData(
    Float32Array.from({ length: shape.reduce((product, size) => product * size, 1) }, (_, i) => i),
    shape,
  );

test("stacked networks have time first in between, weights that are turned already, and only outputs that are read", () => {
  const shapes = [[3, 8], [2, 8], [8], [2, 6], [2, 6], [2, 6]];
  const stack = (x: Tensor, k0: Tensor, r0: Tensor, b0: Tensor, k1: Tensor, r1: Tensor, b1: Tensor): readonly Tensor[] => {
    const [all = x] = recurrent("lstm", {}, [x, k0, r0, b0], [zeroState(x), zeroState(x)]);
    return recurrent("gru", { goBackwards: true }, [all, k1, r1, b1], [zeroState(x)]).slice(1);
  };
  const names = ["x", "lstm/kernel", "lstm/recurrent", "lstm/bias", "gru/kernel", "gru/recurrent", "gru/bias"];
  const graph = trace(stack, shaped<readonly (number | string)[]>(["batch", "time", 3], ...shapes), names);
  const onnx = toOnnx(graph, { constants: new Map(shapes.map((shape, i) => [i + 1, counted(shape)])) });
  expect(printOnnx(onnx)).toMatchInlineSnapshot(`
    "onnx(ir: 10, opset: 21, producer: tidu)
    graph graph(x: float32[batch, time, 3]) → (0: float32[batch, 2])
      lstm/kernel: float32[1, 8, 3] = 24 elements
      lstm/recurrent: float32[1, 8, 2] = 16 elements
      lstm/bias: float32[1, 16] = 16 elements
      ints_1: int64[1] = [1]
      ints_0: int64[1] = [0]
      gru/kernel: float32[1, 6, 2] = 12 elements
      gru/recurrent: float32[1, 6, 2] = 12 elements
      gru/bias: float32[1, 12] = 12 elements
      Transpose = Transpose(x) { perm: [1, 0, 2] }
      lstm/LSTM = LSTM(Transpose, lstm/kernel, lstm/recurrent, lstm/bias) { hidden_size: 2 }
      lstm/Squeeze = Squeeze(lstm/LSTM, ints_1)
      _, gru/GRU:1 = GRU(lstm/Squeeze, gru/kernel, gru/recurrent, gru/bias) { hidden_size: 2, direction: "reverse", linear_before_reset: 1 }
      0 = Squeeze(gru/GRU:1, ints_0)"
  `);
  const kernel = onnx.graph.initializers.find(({ name }) => name === "lstm/kernel");
  const [first] = kernel ? [new Float32Array(kernel.rawData.slice().buffer)] : [];
  expect([...(first ?? [])].slice(0, 12)).toEqual([0, 8, 16, 1, 9, 17, 6, 14, 22, 7, 15, 23]); // the columns of i, then of o
});

test("given states enter, and weights that are not known yet are turned in the graph", () => {
  const shapes = shaped(["batch", "time", 3], ["batch", 2], [3, 2], [2, 2]);
  const run = (x: Tensor, h: Tensor, kernel: Tensor, recurrentKernel: Tensor): readonly Tensor[] =>
    recurrent("simpleRnn", { activation: "hardSigmoid", useBias: false }, [x, kernel, recurrentKernel], [h]);
  const graph = trace(run, shapes, ["x", "h", "kernel", "recurrentKernel"]);
  expect(printOnnx(toOnnx(graph))).toMatchInlineSnapshot(`
    "onnx(ir: 10, opset: 21, producer: tidu)
    graph graph(x: float32[batch, time, 3], h: float32[batch, 2], kernel: float32[3, 2], recurrentKernel: float32[2, 2]) → (0: float32[batch, time, 2], 1: float32[batch, 2])
      ints_1_2_3: int64[3] = [1, 2, 3]
      ints_1_2_2: int64[3] = [1, 2, 2]
      ints_0: int64[1] = [0]
      ints_1: int64[1] = [1]
      Transpose = Transpose(x) { perm: [1, 0, 2] }
      simpleRnn/Transpose = Transpose(kernel) { perm: [1, 0] }
      simpleRnn/Reshape = Reshape(simpleRnn/Transpose, ints_1_2_3)
      simpleRnn/Transpose_1 = Transpose(recurrentKernel) { perm: [1, 0] }
      simpleRnn/Reshape_1 = Reshape(simpleRnn/Transpose_1, ints_1_2_2)
      simpleRnn/Unsqueeze = Unsqueeze(h, ints_0)
      simpleRnn/RNN, simpleRnn/RNN:1 = RNN(Transpose, simpleRnn/Reshape, simpleRnn/Reshape_1, _, _, simpleRnn/Unsqueeze) { hidden_size: 2, activations: ["HardSigmoid"], activation_alpha: [0.1666667], activation_beta: [0.5] }
      simpleRnn/Squeeze = Squeeze(simpleRnn/RNN, ints_1)
      1 = Squeeze(simpleRnn/RNN:1, ints_0)
      0 = Transpose(simpleRnn/Squeeze) { perm: [1, 0, 2] }"
  `);
});

test("activations that ONNX does not know are written out", () => {
  const shapes = shaped(["batch", "time", 3], [3, 2], [2, 2]);
  const run = (x: Tensor, kernel: Tensor, recurrentKernel: Tensor): readonly Tensor[] =>
    recurrent("simpleRnn", { activation: "gelu" }, [x, kernel, recurrentKernel], [zeroState(x)]);
  expect(toOnnx(trace(run, shapes)).graph.nodes.map(({ opType }) => opType)).not.toContain("RNN");
});
