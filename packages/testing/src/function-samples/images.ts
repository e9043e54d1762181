import { depthToSpace, extractPatches, pad, resize, spaceToDepth } from "@tidu/core-tensor";
import { int32 } from "../values.ts";
import { wholeNumbers } from "../whole-numbers.ts";
import type { FunctionSamples } from "./function-sample.ts";

// One sample a line reads as a table.
// oxfmt-ignore
export const images: FunctionSamples = {
  resize: [
    { title: "nearest, twice as large", inputs: [wholeNumbers([1, 2, 3, 2], 1)], fn: (x) => resize(x, [4, 6], { interpolation: "nearest" }),
      output: [[[[-2, 0], [-2, 0], [2, 4], [2, 4], [-1, 3], [-1, 3]], [[-2, 0], [-2, 0], [2, 4], [2, 4], [-1, 3], [-1, 3]], [[-2, 2], [-2, 2], [-1, -4], [-1, -4], [2, 1], [2, 1]], [[-2, 2], [-2, 2], [-1, -4], [-1, -4], [2, 1], [2, 1]]]], exact: true, source: "keras.ops.image.resize" },
    { title: "nearest, larger by a half", inputs: [wholeNumbers([1, 2, 4, 1], 1)], fn: (x) => resize(x, [3, 6], { interpolation: "nearest" }),
      output: [[[[-2], [0], [0], [2], [4], [4]], [[-1], [3], [3], [-2], [2], [2]], [[-1], [3], [3], [-2], [2], [2]]]], exact: true, source: "keras.ops.image.resize" },
    { title: "nearest, smaller", inputs: [wholeNumbers([1, 5, 4, 1], 1)], fn: (x) => resize(x, [2, 3], { interpolation: "nearest" }),
      output: [[[[-1], [-2], [2]], [[-2], [-2], [-3]]]], exact: true, source: "keras.ops.image.resize" },
    { title: "bilinear, twice as large", inputs: [wholeNumbers([1, 2, 3, 1], 1)], fn: (x) => resize(x, [4, 6]),
      output: [[[[-2], [-1.5], [-0.5], [0.5], [1.5], [2]], [[-0.5], [-0.4375], [-0.3125], [0.375], [1.625], [2.25]], [[2.5], [1.6875], [0.0625], [0.125], [1.875], [2.75]], [[4], [2.75], [0.25], [0], [2], [3]]]], source: "keras.ops.image.resize" },
    { title: "bilinear, larger and smaller", inputs: [wholeNumbers([1, 3, 5, 2], 1)], fn: (x) => resize(x, [5, 3]),
      output: [[[[-0.66666675, 1.3333333], [-1, 3], [-1.3333335, -1.999999]], [[-0.13333333, 0.66666657], [-1.4000001, 0.5999999], [-1.0666668, -0.53333294]], [[0.66666675, -0.33333325], [-2, -3], [-0.666667, 1.666666]], [[-0.3333336, -0.33333328], [1.6000009, -1.1999996], [0.53333306, 0.26666558]], [[-1.0000001, -0.3333333], [4, 0], [1.3333325, -0.66666746]]]], source: "keras.ops.image.resize" },
    { title: "bilinear, channels first", inputs: [wholeNumbers([1, 2, 3, 2], 1)], fn: (x) => resize(x, [4, 5], { dataFormat: "channelsFirst" }),
      output: [[[[-2, -1.8, -1, -0.20000005, 0], [0.5, 0.70000005, 1.5, 2.3, 2.5], [0.875, 1.1500001, 2.25, 3.35, 3.625], [-1, -0.5999999, 1, 2.6, 3]], [[-2, -1.5999999, 0, 1.5999999, 2], [-1.375, -1.4125, -1.5625, -1.7124999, -1.75], [0.125, -0.100000024, -1, -1.8999999, -2.125], [2, 1.9, 1.5, 1.1, 1]]]], source: "keras.ops.image.resize" },
    { title: "bilinear, one axis", inputs: [wholeNumbers([2, 3, 2], 1)], fn: (x) => resize(x, [5]),
      output: [[[-2, 0], [-0.39999986, 1.6000001], [2, 4], [0.19999957, 3.3999999], [-1, 3]], [[-2, 2], [-1.5999999, -0.4000001], [-1, -4], [0.8000004, -0.9999993], [2, 1]]], source: "keras.ops.image.resize" },
    { title: "bilinear, half as large, antialiased", inputs: [wholeNumbers([1, 6, 7, 1], 1)], fn: (x) => resize(x, [3, 3], { antialias: true }),
      output: [[[[-0.71428573], [0.7310927], [-0.5510201]], [[-0.41964284], [0.11764707], [-0.91964257]], [[0.42857152], [-0.092436984], [-0.112244815]]]], source: "keras.ops.image.resize" },
    { title: "bicubic", inputs: [wholeNumbers([1, 4, 3, 1], 1)], fn: (x) => resize(x, [6, 5], { interpolation: "bicubic" }),
      output: [[[[-2.5804358], [-1.6153755], [0.0657892], [1.3890424], [2.075224]], [[1.3140957], [0.386743], [-0.64705884], [1.448201], [2.9589355]], [[3.976068], [1.9786663], [-0.6967596], [1.2187675], [2.7985244]], [[-1.29787], [-0.03784939], [1.6273152], [0.2882803], [-0.79249746]], [[-3.8335195], [-1.346356], [2.1764708], [0.89903426], [-0.35405147]], [[-4.5943413], [-1.9420656], [2.0000002], [1.7107232], [1.0660377]]]], source: "tf.raw_ops.ScaleAndTranslate" },
    { title: "lanczos3, antialiased", inputs: [wholeNumbers([1, 7, 4, 1], 1)], fn: (x) => resize(x, [4, 5], { interpolation: "lanczos3", antialias: true }),
      output: [[[[-1.6900966], [0.7564077], [0.958255], [1.1810964], [3.6514525]], [[-0.9239455], [-2.3035238], [-1.675479], [-0.10811327], [-0.4205093]], [[-2.7672465], [-2.1743672], [-0.60148954], [0.5211667], [0.6025394]], [[0.90714127], [0.29920417], [0.6370647], [-0.3507027], [-2.4647143]]]], source: "keras.ops.image.resize" },
    { title: "lanczos5", inputs: [wholeNumbers([1, 4, 3, 1], 1)], fn: (x) => resize(x, [5, 4], { interpolation: "lanczos5" }),
      output: [[[[-2.5945554], [-1.3254303], [1.3423662], [1.8005774]], [[2.8799984], [-0.19138932], [0.2420876], [3.5941415]], [[2.8115985], [1.2321782], [0.0921084], [0.9333598]], [[-4.114851], [0.30191833], [2.0375934], [-1.2553669]], [[-4.3121595], [-0.51074404], [2.670341], [0.92860407]]]], source: "keras.ops.image.resize" },
    { title: "nearest of int32", inputs: [int32([[[1], [-2], [16777217]]])], fn: (x) => resize(x, 6, { interpolation: "nearest" }),
      output: [[[1], [1], [-2], [-2], [16777217], [16777217]]], exact: true, source: "by hand" },
    { title: "NaN reaches its neighbours only", inputs: [[[[1], [NaN], [2], [3]]]], fn: (x) => resize(x, 8),
      output: [[[1], [NaN], [NaN], [NaN], [NaN], [2.25], [2.75], [3]]], source: "tf.image.resize" },
  ],
  pad: [
    { title: "mode reflect", inputs: [wholeNumbers([3, 4], 1)], fn: (x) => pad(x, [[1, 2], [0, 3]], { mode: "reflect" }),
      output: [[-1, 3, -2, 2, -2, 3, -1], [-2, 0, 2, 4, 2, 0, -2], [-1, 3, -2, 2, -2, 3, -1], [-1, -4, 2, 1, 2, -4, -1], [-1, 3, -2, 2, -2, 3, -1], [-2, 0, 2, 4, 2, 0, -2]], exact: true, source: "numpy.pad" },
    { title: "mode symmetric", inputs: [wholeNumbers([3, 4], 1)], fn: (x) => pad(x, [[1, 2], [0, 3]], { mode: "symmetric" }),
      output: [[-2, 0, 2, 4, 4, 2, 0], [-2, 0, 2, 4, 4, 2, 0], [-1, 3, -2, 2, 2, -2, 3], [-1, -4, 2, 1, 1, 2, -4], [-1, -4, 2, 1, 1, 2, -4], [-1, 3, -2, 2, 2, -2, 3]], exact: true, source: "numpy.pad" },
    { title: "mode edge", inputs: [wholeNumbers([3, 4], 1)], fn: (x) => pad(x, [[1, 2], [0, 3]], { mode: "edge" }),
      output: [[-2, 0, 2, 4, 4, 4, 4], [-2, 0, 2, 4, 4, 4, 4], [-1, 3, -2, 2, 2, 2, 2], [-1, -4, 2, 1, 1, 1, 1], [-1, -4, 2, 1, 1, 1, 1], [-1, -4, 2, 1, 1, 1, 1]], exact: true, source: "numpy.pad" },
    { title: "mode wrap", inputs: [wholeNumbers([3, 4], 1)], fn: (x) => pad(x, [[1, 2], [0, 3]], { mode: "wrap" }),
      output: [[-1, -4, 2, 1, -1, -4, 2], [-2, 0, 2, 4, -2, 0, 2], [-1, 3, -2, 2, -1, 3, -2], [-1, -4, 2, 1, -1, -4, 2], [-2, 0, 2, 4, -2, 0, 2], [-1, 3, -2, 2, -1, 3, -2]], exact: true, source: "numpy.pad" },
    { title: "mode reflect, wider than the axis", inputs: [wholeNumbers([2, 3], 1)], fn: (x) => pad(x, [[3, 0], [0, 5]], { mode: "reflect" }),
      output: [[4, -1, 3, -1, 4, -1, 3, -1], [-2, 0, 2, 0, -2, 0, 2, 0], [4, -1, 3, -1, 4, -1, 3, -1], [-2, 0, 2, 0, -2, 0, 2, 0], [4, -1, 3, -1, 4, -1, 3, -1]], exact: true, source: "numpy.pad" },
    { title: "mode symmetric, wider than the axis", inputs: [wholeNumbers([2, 3], 1)], fn: (x) => pad(x, [[3, 0], [0, 5]], { mode: "symmetric" }),
      output: [[4, -1, 3, 3, -1, 4, 4, -1], [4, -1, 3, 3, -1, 4, 4, -1], [-2, 0, 2, 2, 0, -2, -2, 0], [-2, 0, 2, 2, 0, -2, -2, 0], [4, -1, 3, 3, -1, 4, 4, -1]], exact: true, source: "numpy.pad" },
  ],
  spaceToDepth: [
    { title: "2×2", inputs: [wholeNumbers([1, 4, 4, 2], 1)], fn: (x) => spaceToDepth(x, 2),
      output: [[[[-2, 0, 2, 4, -1, -4, 2, 1], [-1, 3, -2, 2, -2, -3, -2, -3]], [[-2, -1, 0, 3, 4, 0, -2, -4], [-3, 0, 3, -1, 3, 1, -1, -1]]]], exact: true, source: "tf.nn.space_to_depth" },
    { title: "channels first", inputs: [wholeNumbers([1, 2, 2, 4], 1)], fn: (x) => spaceToDepth(x, 2, { dataFormat: "channelsFirst" }),
      output: [[[[-2, 2]], [[-1, 2]], [[0, 4]], [[-4, 1]], [[-1, -2]], [[-2, -2]], [[3, 2]], [[-3, -3]]]], exact: true, source: "tf.nn.space_to_depth" },
  ],
  depthToSpace: [
    { title: "2×2", inputs: [wholeNumbers([1, 2, 2, 8], 1)], fn: (x) => depthToSpace(x, 2),
      output: [[[[-2, 0], [2, 4], [-1, -4], [2, 1]], [[-1, 3], [-2, 2], [-2, -3], [-2, -3]], [[-2, -1], [0, 3], [4, 0], [-2, -4]], [[-3, 0], [3, -1], [3, 1], [-1, -1]]]], exact: true, source: "tf.nn.depth_to_space" },
    { title: "channels first", inputs: [wholeNumbers([1, 8, 1, 2], 1)], fn: (x) => depthToSpace(x, 2, { dataFormat: "channelsFirst" }),
      output: [[[[-2, -1, 0, 3], [-1, -2, -4, -3]], [[2, -2, 4, 2], [2, -2, 1, -3]]]], exact: true, source: "tf.nn.depth_to_space" },
  ],
  extractPatches: [
    { title: "side by side", inputs: [wholeNumbers([1, 3, 4, 2], 1)], fn: (x) => extractPatches(x, [1, 2]),
      output: [[[[-2, 0, 2, 4], [-1, 3, -2, 2]], [[-1, -4, 2, 1], [-2, -3, -2, -3]], [[-2, -1, 0, 3], [-3, 0, 3, -1]]]], exact: true, source: "keras.ops.image.extract_patches" },
    { title: "overlapping, padding same", inputs: [wholeNumbers([1, 3, 4, 2], 1)], fn: (x) => extractPatches(x, 2, { strides: [2, 1], padding: "same" }),
      output: [[[[-2, 0, 2, 4, -1, -4, 2, 1], [2, 4, -1, 3, 2, 1, -2, -3], [-1, 3, -2, 2, -2, -3, -2, -3], [-2, 2, 0, 0, -2, -3, 0, 0]], [[-2, -1, 0, 3, 0, 0, 0, 0], [0, 3, -3, 0, 0, 0, 0, 0], [-3, 0, 3, -1, 0, 0, 0, 0], [3, -1, 0, 0, 0, 0, 0, 0]]]], exact: true, source: "keras.ops.image.extract_patches" },
    { title: "channels first", inputs: [wholeNumbers([1, 2, 3, 4], 1)], fn: (x) => extractPatches(x, 2, { strides: 1, dataFormat: "channelsFirst" }),
      output: [[[[-2, 0, 2], [-1, 3, -2]], [[-2, -3, -2], [-2, -1, 0]], [[0, 2, 4], [3, -2, 2]], [[-3, -2, -3], [-1, 0, 3]], [[-1, 3, -2], [-1, -4, 2]], [[-2, -1, 0], [-3, 0, 3]], [[3, -2, 2], [-4, 2, 1]], [[-1, 0, 3], [0, 3, -1]]]], exact: true, source: "keras.ops.image.extract_patches" },
  ],
};
