// oxlint-disable oxc/approx-constant -- results stand as NumPy printed them
import {
  atan2,
  clip,
  einsum,
  erfInverse,
  expm1,
  log1p,
  logSoftmax,
  logSumExp,
  matmul,
  reciprocal,
  relu,
  rsqrt,
  softmax,
  softplus,
  stack,
} from "@tidu/core-tensor";
import { float32, int32 } from "../values.ts";
import type { FunctionSamples } from "./function-sample.ts";

// One sample a line reads as a table.
// oxfmt-ignore
export const math: FunctionSamples = {
  relu: [
    { title: "values", inputs: [[[-2.5, -0.3, 0.4], [1.2, 0, 3]]], fn: relu, output: [[0, 0, 0.4], [1.2, 0, 3]], source: "numpy.maximum" },
    { title: "NaN and infinities", inputs: [[NaN, Infinity, -Infinity]], fn: relu, output: [NaN, Infinity, 0], source: "numpy.maximum" },
  ],
  softplus: [
    { title: "values", inputs: [[-100, -1, 0, 1, 20, 100]], fn: softplus,
      output: [3.8e-44, 0.3132617, 0.6931472, 1.3132616, 20, 100], source: "numpy.logaddexp" },
  ],
  softmax: [
    { title: "the last axis", inputs: [[[-2.5, -0.3, 0.4], [1.2, 0, 3]]], fn: (x) => softmax(x),
      output: [[0.03546205, 0.32004547, 0.64449245], [0.13603885, 0.04097411, 0.822987]], source: "scipy.special.softmax" },
    { title: "the first axis", inputs: [[[-2.5, -0.3, 0.4], [1.2, 0, 3]]], fn: (x) => softmax(x, 0),
      output: [[0.02412702, 0.4255575, 0.06913842], [0.975873, 0.5744425, 0.9308616]], source: "scipy.special.softmax" },
    { title: "the middle of three axes", inputs: [[[[2.04, -2.56], [0.42, -0.57], [-0.45, -0.22]], [[-2.02, -0.23], [-0.87, 3.32], [0.23, -0.35]]]], fn: (x) => softmax(x, 1),
      output: [[[0.7807567, 0.053485177], [0.15451075, 0.3912726], [0.06473252, 0.55524224]], [[0.07328193, 0.027247781], [0.23143847, 0.9485856], [0.6952796, 0.024166614]]], source: "scipy.special.softmax" },
    { title: "large numbers", inputs: [[1000, 1001, -1000]], fn: (x) => softmax(x),
      output: [0.26894143, 0.7310586, 0], source: "scipy.special.softmax" },
    { title: "one element", inputs: [[[3], [4]]], fn: (x) => softmax(x), output: [[1], [1]], source: "by hand" },
    { title: "minus infinity leaves nothing", inputs: [[0, -Infinity, 0]], fn: (x) => softmax(x),
      output: [0.5, 0, 0.5], source: "by hand" },
  ],
  logSoftmax: [
    { title: "the last axis", inputs: [[[-2.5, -0.3, 0.4], [1.2, 0, 3]]], fn: (x) => logSoftmax(x),
      output: [[-3.339292, -1.1392921, -0.43929213], [-1.9948148, -3.194815, -0.19481483]], source: "scipy.special.log_softmax" },
    { title: "the first axis", inputs: [[[-2.5, -0.3, 0.4], [1.2, 0, 3]]], fn: (x) => logSoftmax(x, 0),
      output: [[-3.724423, -0.8543553, -2.6716447], [-0.024422845, -0.55435526, -0.07164469]], source: "scipy.special.log_softmax" },
    { title: "large numbers", inputs: [[1000, 1001, 900]], fn: (x) => logSoftmax(x),
      output: [-1.3132616, -0.3132617, -101.31326], source: "scipy.special.log_softmax" },
  ],
  logSumExp: [
    { title: "all axes", inputs: [[[-2.5, -0.3, 0.4], [1.2, 0, 3]]], fn: (x) => logSumExp(x),
      output: 3.2854266, source: "scipy.special.logsumexp" },
    { title: "one axis, kept", inputs: [[[-2.5, -0.3, 0.4], [1.2, 0, 3]]], fn: (x) => logSumExp(x, { axis: 1, keepDims: true }),
      output: [[0.83929217], [3.194815]], source: "scipy.special.logsumexp" },
    { title: "large numbers", inputs: [[[1000, 1001], [-1000, -1001]]], fn: (x) => logSumExp(x, { axis: -1 }),
      output: [1001.31323, -999.68677], source: "scipy.special.logsumexp" },
    { title: "rows of minus infinity and infinity", inputs: [[[-Infinity, -Infinity], [Infinity, 1]]], fn: (x) => logSumExp(x, { axis: -1 }),
      output: [-Infinity, Infinity], source: "scipy.special.logsumexp" },
  ],
  log1p: [
    { title: "values", inputs: [[-0.9, -0.001, 1e-06, 0.001, 0.7, 1000000]], fn: log1p,
      output: [-2.302585, -0.0010005004, 9.999995e-07, 0.0009995004, 0.53062826, 13.815512], source: "numpy.log1p" },
    { title: "near zero", inputs: [[1e-08, -1e-08, 0.00001]], fn: log1p, output: [1e-08, -1e-08, 9.99995e-06], source: "numpy.log1p" },
    { title: "edges", inputs: [[0, -1, NaN, Infinity]], fn: log1p, output: [0, -Infinity, NaN, Infinity], source: "numpy.log1p" },
  ],
  expm1: [
    { title: "values", inputs: [[-20, -0.6, -0.4, 0.3, 0.7, 5]], fn: expm1,
      output: [-1, -0.4511884, -0.32967997, 0.34985882, 1.0137527, 147.41316], source: "numpy.expm1" },
    { title: "near zero", inputs: [[1e-08, -1e-08, 0.00001]], fn: expm1, output: [1e-08, -1e-08, 0.00001000005], source: "numpy.expm1" },
    { title: "edges", inputs: [[0, -Infinity, NaN, Infinity]], fn: expm1, output: [0, -1, NaN, Infinity], source: "numpy.expm1" },
  ],
  clip: [
    { title: "values", inputs: [[-3, -1, 0.5, 2, 9]], fn: (x) => clip(x, -1, 2), output: [-1, -1, 0.5, 2, 2], source: "numpy.clip" },
    { title: "NaN and infinities", inputs: [[NaN, Infinity, -Infinity]], fn: (x) => clip(x, -1, 2),
      output: [NaN, 2, -1], source: "numpy.clip" },
    { title: "int32", inputs: [int32([-5, 0, 5])], fn: (x) => clip(x, -1, 2), output: [-1, 0, 2], source: "numpy.clip" },
  ],
  atan2: [
    { title: "all quadrants and axes", inputs: [[1, 1, -1, -1, 0, 0, 2, -2, 0], [1, -1, -1, 1, 1, -1, 0, 0, 0]], fn: atan2,
      output: [0.7853982, 2.3561945, -2.3561945, -0.7853982, 0, 3.1415927, 1.5707964, -1.5707964, 0], source: "numpy.arctan2" },
  ],
  rsqrt: [
    { title: "values", inputs: [[0.25, 1, 4]], fn: rsqrt, output: [2, 1, 0.5], source: "by hand" },
  ],
  reciprocal: [
    { title: "values", inputs: [[0.25, -1, 4]], fn: reciprocal, output: [4, -1, 0.25], source: "by hand" },
  ],
  mean: [
    { title: "all axes", inputs: [[[-2.5, -0.3, 0.4], [1.2, 0, 3]]], fn: (x) => x.mean(), output: 0.3, source: "numpy.mean" },
    { title: "one axis, kept", inputs: [[[-2.5, -0.3, 0.4], [1.2, 0, 3]]], fn: (x) => x.mean({ axis: 0, keepDims: true }),
      output: [[-0.65, -0.15, 1.7]], source: "numpy.mean" },
    { title: "of nothing is NaN", inputs: [float32([], [2, 0])], fn: (x) => x.mean({ axis: 1 }), output: [NaN, NaN], source: "numpy.mean" },
  ],
  erfInverse: [
    { title: "values", inputs: [[-0.99, -0.5, 0, 0.1, 0.999]], fn: erfInverse,
      output: [-1.8213866, -0.47693628, 0, 0.08885599, 2.3267562], source: "scipy.special.erfinv" },
  ],
  einsum: [
    { title: "ij,jk->ik", inputs: [[[0.35, 0.82, 0.33], [-1.3, 0.91, 0.45]], [[0.19, -0.52, -0.41, -2.44], [1.8, 1.14, -0.33, 0.77], [0.28, -0.55, 0.98, -0.31]]], fn: (a, b) => einsum("ij,jk->ik", a, b),
      output: [[1.6349, 0.57129997, -0.090699986, -0.32490003], [1.517, 1.4659, 0.6737, 3.7332]], source: "numpy.einsum" },
    { title: "ij,jk->ki", inputs: [[[0.35, 0.82, 0.33], [-1.3, 0.91, 0.45]], [[0.19, -0.52, -0.41, -2.44], [1.8, 1.14, -0.33, 0.77], [0.28, -0.55, 0.98, -0.31]]], fn: (a, b) => einsum("ij,jk->ki", a, b),
      output: [[1.6349, 1.517], [0.57129997, 1.4659], [-0.090699986, 0.6737], [-0.32490003, 3.7332]], source: "numpy.einsum" },
    { title: "bij,jk->bik", inputs: [[[[-0.65, -0.17, 1.66], [0.66, -1.64, -0.01]], [[-0.62, 0.15, -1.61], [0.24, 0.24, 1.58]]], [[0.19, -0.52, -0.41, -2.44], [1.8, 1.14, -0.33, 0.77], [0.28, -0.55, 0.98, -0.31]]], fn: (a, b) => einsum("bij,jk->bik", a, b),
      output: [[[0.035300005, -0.7688, 1.9494, 0.94049996], [-2.8293998, -2.2073, 0.2608, -2.8701]], [[-0.2986, 1.3789, -1.3731, 2.1274002], [0.92, -0.72020006, 1.3708, -0.8906]]], source: "numpy.einsum" },
    { title: "bqd,bkd->bqk", inputs: [[[[-0.8, -1.32, -0.25], [0.42, 1.14, 0.11]], [[-0.55, -0.78, 0.75], [1.63, 0.27, -1.23]]], [[[1.05, 1.78, -2.55], [-0.14, 1.01, 1.35], [0.65, 1.5, 0.29]], [[0.55, 0.18, -1.07], [-0.85, 0.38, -0.58], [1.27, 1.29, 1.8]]]], fn: (a, b) => einsum("bqd,bkd->bqk", a, b),
      output: [[[-2.5521, -1.5587001, -2.5725], [2.1897, 1.2411, 2.0149]], [[-1.2454001, -0.26389995, -0.35469997], [2.2612002, -0.5695, 0.20439999]]], source: "numpy.einsum" },
    { title: "i,j->ij", inputs: [[0, 0.3], [-1.74, -1.34, -1.36]], fn: (a, b) => einsum("i,j->ij", a, b),
      output: [[0, 0, 0], [-0.522, -0.40200004, -0.40800002]], source: "numpy.einsum" },
    { title: "ij->ji", inputs: [[[0.35, 0.82, 0.33], [-1.3, 0.91, 0.45]]], fn: (a) => einsum("ij->ji", a),
      output: [[0.35, -1.3], [0.82, 0.91], [0.33, 0.45]], source: "numpy.einsum" },
    { title: "ij->", inputs: [[[0.35, 0.82, 0.33], [-1.3, 0.91, 0.45]]], fn: (a) => einsum("ij->", a),
      output: 1.5600001, source: "numpy.einsum" },
    { title: "ij,ij->i", inputs: [[[0.35, 0.82, 0.33], [-1.3, 0.91, 0.45]], [[-0.8, 0.24, -1.66], [0.66, 1.14, -0.45]]], fn: (a, b) => einsum("ij,ij->i", a, b),
      output: [-0.63100004, -0.023099976], source: "numpy.einsum" },
    { title: "bhqd,bhkd->bhqk", inputs: [[[[[0.03, 1.36, 1.22], [-0.51, -0.3, -0.53]], [[0.57, -0.06, 0.75], [-1.85, 1.57, -0.1]]]], [[[[-0.01, 1.05, 0.74], [0.72, 1.62, -1.21]], [[-0.63, -1.32, -0.11], [1, -0.02, 0.5]]]]], fn: (a, b) => einsum("bhqd,bhkd->bhqk", a, b),
      output: [[[[2.3305, 0.74859995], [-0.7021, -0.21190004]], [[-0.3624, 0.9462], [-0.89590013, -1.9314001]]]], source: "numpy.einsum" },
    { title: "ij,jk", inputs: [[[0.35, 0.82, 0.33], [-1.3, 0.91, 0.45]], [[0.19, -0.52, -0.41, -2.44], [1.8, 1.14, -0.33, 0.77], [0.28, -0.55, 0.98, -0.31]]], fn: (a, b) => einsum("ij,jk", a, b),
      output: [[1.6349, 0.57129997, -0.090699986, -0.32490003], [1.517, 1.4659, 0.6737, 3.7332]], source: "numpy.einsum" },
  ],
  matmul: [
    { title: "a vector and a matrix", inputs: [[1, 2], [[1, 2, 3], [4, 5, 6]]], fn: matmul, output: [9, 12, 15], source: "numpy.matmul" },
    { title: "two vectors", inputs: [[1, 2, 3], [4, 5, 6]], fn: matmul, output: 32, source: "numpy.matmul" },
  ],
  pow: [
    { title: "small literal powers of negative numbers", inputs: [[-2, 3]], fn: (x) => stack([x.pow(2), x.pow(3), x.pow(-1)]),
      output: [[4, 9], [-8, 27], [-0.5, 0.33333334]], source: "by hand" },
  ],
};
