// oxlint-disable oxc/approx-constant -- results stand as NumPy printed them, square roots of two included
import { float32, int32, int64, uint32, uint8 } from "../values.ts";
import type { SamplesOf } from "../sample.ts";

type Names =
  | "neg"
  | "abs"
  | "sign"
  | "exp"
  | "log"
  | "sqrt"
  | "sin"
  | "cos"
  | "tan"
  | "asin"
  | "acos"
  | "atan"
  | "sinh"
  | "cosh"
  | "tanh"
  | "asinh"
  | "acosh"
  | "atanh"
  | "erf"
  | "sigmoid"
  | "floor"
  | "ceil"
  | "round"
  | "isNaN"
  | "logicalNot"
  | "bitwiseNot"
  | "cast";

// One sample a line reads as a table.
// oxfmt-ignore
export const elementwiseUnary: SamplesOf<Names> = {
  neg: [
    { title: "values", inputs: { x: [[-2.5, -1, -0.25], [0.5, 1.5, 3]] },
      output: [[2.5, 1, 0.25], [-0.5, -1.5, -3]], source: "numpy.negative" },
    { title: "edges", inputs: { x: [0, -0, NaN, Infinity, -Infinity] }, exact: true,
      output: [-0, 0, NaN, -Infinity, Infinity], source: "numpy.negative" },
    { title: "int32", inputs: { x: int32([-3, 0, 7, -2147483648]) }, output: [3, 0, -7, -2147483648], source: "numpy.negative" },
    { title: "a scalar", inputs: { x: 2.5 }, output: -2.5, source: "by hand" },
    { title: "no elements", inputs: { x: float32([], [0, 3]) }, output: float32([], [0, 3]), source: "by hand" },
  ],
  abs: [
    { title: "values", inputs: { x: [[-2.5, -1, -0.25], [0.5, 1.5, 3]] }, output: [[2.5, 1, 0.25], [0.5, 1.5, 3]], source: "numpy.abs" },
    { title: "edges", inputs: { x: [0, -0, NaN, Infinity, -Infinity] }, output: [0, 0, NaN, Infinity, Infinity], source: "numpy.abs" },
    { title: "int32", inputs: { x: int32([-3, 0, 7]) }, output: [3, 0, 7], source: "numpy.abs" },
  ],
  sign: [
    { title: "values", inputs: { x: [[-2.5, -1, -0.25], [0.5, 1.5, 3]] }, output: [[-1, -1, -1], [1, 1, 1]], source: "numpy.sign" },
    { title: "edges", inputs: { x: [0, -0, NaN, Infinity, -Infinity] }, output: [0, 0, NaN, 1, -1], source: "numpy.sign" },
    { title: "int32", inputs: { x: int32([-3, 0, 7]) }, output: [-1, 0, 1], source: "numpy.sign" },
  ],
  exp: [
    { title: "values", inputs: { x: [[-2.5, -1, -0.25], [0.5, 1.5, 3]] },
      output: [[0.082085, 0.36787945, 0.7788008], [1.6487212, 4.481689, 20.085537]], source: "numpy.exp" },
    { title: "edges", inputs: { x: [0, -0, NaN, Infinity, -Infinity, 100, -200] },
      output: [1, 1, NaN, Infinity, 0, Infinity, 0], source: "numpy.exp" },
  ],
  log: [
    { title: "values", inputs: { x: [[0.001, 0.5, 1], [2, 10, 1000000]] },
      output: [[-6.9077554, -0.6931472, 0], [0.6931472, 2.3025851, 13.815511]], source: "numpy.log" },
    { title: "edges", inputs: { x: [0, -1, NaN, Infinity] }, output: [-Infinity, NaN, NaN, Infinity], source: "numpy.log" },
  ],
  sqrt: [
    { title: "values", inputs: { x: [[0.25, 1, 2], [9, 1e-06, 1000000]] },
      output: [[0.5, 1, 1.4142135], [3, 0.001, 1000]], source: "numpy.sqrt" },
    { title: "edges", inputs: { x: [0, -1, NaN, Infinity] }, output: [0, NaN, NaN, Infinity], source: "numpy.sqrt" },
  ],
  sin: [
    { title: "values", inputs: { x: [[-2.5, -1, -0.25], [0.5, 1.5, 3]] },
      output: [[-0.5984721, -0.84147096, -0.24740396], [0.47942555, 0.997495, 0.14112]], source: "numpy.sin" },
    { title: "edges", inputs: { x: [0, NaN, Infinity] }, output: [0, NaN, NaN], source: "numpy.sin" },
  ],
  cos: [
    { title: "values", inputs: { x: [[-2.5, -1, -0.25], [0.5, 1.5, 3]] },
      output: [[-0.8011436, 0.5403023, 0.9689124], [0.87758255, 0.0707372, -0.9899925]], source: "numpy.cos" },
    { title: "edges", inputs: { x: [0, NaN, Infinity] }, output: [1, NaN, NaN], source: "numpy.cos" },
  ],
  tan: [
    { title: "values", inputs: { x: [[-2.5, -1, -0.25], [0.5, 1.5, 3]] },
      output: [[0.7470223, -1.5574077, -0.25534192], [0.5463025, 14.10142, -0.14254655]], source: "numpy.tan" },
    { title: "edges", inputs: { x: [0, NaN, Infinity] }, output: [0, NaN, NaN], source: "numpy.tan" },
  ],
  asin: [
    { title: "values", inputs: { x: [-1, -0.5, 0, 0.25, 0.9, 1] },
      output: [-1.5707964, -0.5235988, 0, 0.25268024, 1.1197695, 1.5707964], source: "numpy.arcsin" },
    { title: "edges", inputs: { x: [2, -2, NaN] }, output: [NaN, NaN, NaN], source: "numpy.arcsin" },
  ],
  acos: [
    { title: "values", inputs: { x: [-1, -0.5, 0, 0.25, 0.9, 1] },
      output: [3.1415927, 2.0943952, 1.5707964, 1.3181161, 0.45102686, 0], source: "numpy.arccos" },
    { title: "edges", inputs: { x: [2, -2, NaN] }, output: [NaN, NaN, NaN], source: "numpy.arccos" },
  ],
  atan: [
    { title: "values", inputs: { x: [[-2.5, -1, -0.25], [0.5, 1.5, 3]] },
      output: [[-1.19029, -0.7853982, -0.24497867], [0.4636476, 0.98279375, 1.2490457]], source: "numpy.arctan" },
    { title: "edges", inputs: { x: [0, -0, NaN, Infinity, -Infinity] },
      output: [0, -0, NaN, 1.5707964, -1.5707964], source: "numpy.arctan" },
  ],
  sinh: [
    { title: "values", inputs: { x: [[-2.5, -1, -0.25], [0.5, 1.5, 3]] },
      output: [[-6.0502043, -1.1752012, -0.25261232], [0.5210953, 2.1292794, 10.017875]], source: "numpy.sinh" },
    { title: "edges", inputs: { x: [0, NaN, Infinity, -Infinity] }, output: [0, NaN, Infinity, -Infinity], source: "numpy.sinh" },
  ],
  cosh: [
    { title: "values", inputs: { x: [[-2.5, -1, -0.25], [0.5, 1.5, 3]] },
      output: [[6.1322894, 1.5430807, 1.0314131], [1.127626, 2.3524096, 10.067662]], source: "numpy.cosh" },
    { title: "edges", inputs: { x: [0, NaN, Infinity, -Infinity] }, output: [1, NaN, Infinity, Infinity], source: "numpy.cosh" },
  ],
  tanh: [
    { title: "values", inputs: { x: [[-20, -1, -0.001], [0.5, 1.5, 20]] },
      output: [[-1, -0.7615942, -0.0009999997], [0.46211717, 0.90514827, 1]], source: "numpy.tanh" },
    { title: "edges", inputs: { x: [0, NaN, Infinity, -Infinity] }, output: [0, NaN, 1, -1], source: "numpy.tanh" },
  ],
  asinh: [
    { title: "values", inputs: { x: [[-1000, -1, -0.25], [0, 0.5, 1000]] },
      output: [[-7.6009026, -0.8813736, -0.24746646], [0, 0.4812118, 7.6009026]], source: "numpy.arcsinh" },
    { title: "edges", inputs: { x: [NaN, Infinity] }, output: [NaN, Infinity], source: "numpy.arcsinh" },
  ],
  acosh: [
    { title: "values", inputs: { x: [1, 1.5, 2, 10, 1000] },
      output: [0, 0.9624236, 1.316958, 2.993223, 7.600902], source: "numpy.arccosh" },
    { title: "edges", inputs: { x: [0.5, NaN, Infinity] }, output: [NaN, NaN, Infinity], source: "numpy.arccosh" },
  ],
  atanh: [
    { title: "values", inputs: { x: [-0.9, -0.5, 0, 0.25, 0.99] },
      output: [-1.4722193, -0.54930615, 0, 0.25541282, 2.646653], source: "numpy.arctanh" },
    { title: "edges", inputs: { x: [1, -1, 2, NaN] }, output: [Infinity, -Infinity, NaN, NaN], source: "numpy.arctanh" },
  ],
  erf: [
    { title: "values", inputs: { x: [[-3, -1, -0.1], [0.001, 0.7, 2]] },
      output: [[-0.9999779, -0.8427008, -0.112462915], [0.0011283788, 0.6778012, 0.9953223]], source: "scipy.special.erf" },
    { title: "edges", inputs: { x: [0, NaN, Infinity, -Infinity] }, output: [0, NaN, 1, -1], source: "scipy.special.erf" },
  ],
  sigmoid: [
    { title: "values", inputs: { x: [[-10, -1, -0.1], [0, 0.7, 5]] },
      output: [[0.00004539787, 0.26894143, 0.47502083], [0.5, 0.6681878, 0.9933072]], source: "scipy.special.expit" },
    { title: "edges", inputs: { x: [100, -100, NaN, Infinity, -Infinity] },
      output: [1, 3.8e-44, NaN, 1, 0], source: "scipy.special.expit" },
  ],
  floor: [
    { title: "values", inputs: { x: [-2.5, -2, -0.5, 0.5, 1.99, 3] }, output: [-3, -2, -1, 0, 1, 3], source: "numpy.floor" },
    { title: "edges", inputs: { x: [0, -0, NaN, Infinity, -Infinity] }, output: [0, -0, NaN, Infinity, -Infinity], source: "numpy.floor" },
  ],
  ceil: [
    { title: "values", inputs: { x: [-2.5, -2, -0.5, 0.5, 1.01, 3] }, output: [-2, -2, -0, 1, 2, 3], source: "numpy.ceil" },
    { title: "edges", inputs: { x: [0, -0, NaN, Infinity, -Infinity] }, output: [0, -0, NaN, Infinity, -Infinity], source: "numpy.ceil" },
  ],
  round: [
    { title: "values", inputs: { x: [-2.5, -1.5, -0.5, -0.4, 0.5, 0.6, 1.5, 2.5, 3.5, 100.5] },
      output: [-2, -2, -0, -0, 0, 1, 2, 2, 4, 100], source: "numpy.round (halves to even)" },
    { title: "edges", inputs: { x: [0, -0, NaN, Infinity, -Infinity] },
      output: [0, -0, NaN, Infinity, -Infinity], source: "numpy.round (halves to even)" },
  ],
  isNaN: [
    { title: "values and edges", inputs: { x: [0, -0, NaN, Infinity, -Infinity, 1] },
      output: [false, false, true, false, false, false], source: "numpy.isnan" },
  ],
  logicalNot: [
    { title: "values", inputs: { x: [[true, false], [false, true]] }, output: [[false, true], [true, false]], source: "by hand" },
  ],
  bitwiseNot: [
    { title: "values", inputs: { x: uint32([0, 1, 4294967295, 305419896]) },
      output: [4294967295, 4294967294, 0, 3989547399], source: "numpy.invert" },
  ],
  cast: [
    { title: "float32 to int32 goes towards zero", inputs: { x: [1.9, -1.9, 0.5, -0.5, 3] }, params: { dtype: "int32" },
      output: [1, -1, 0, 0, 3], source: "numpy.ndarray.astype" },
    { title: "float32 to bool: anything but zero is true", inputs: { x: [0, -0, 0.5, -2, NaN, Infinity] }, params: { dtype: "bool" },
      output: [false, false, true, true, true, true], source: "numpy.ndarray.astype" },
    { title: "bool to float32", inputs: { x: [[true, false]] }, params: { dtype: "float32" },
      output: [[1, 0]], source: "numpy.ndarray.astype" },
    { title: "bool to int32", inputs: { x: [true, false] }, params: { dtype: "int32" }, output: [1, 0], source: "numpy.ndarray.astype" },
    { title: "int32 to float32", inputs: { x: int32([-3, 0, 16777216]) }, params: { dtype: "float32" },
      output: [-3, 0, 16777216], source: "numpy.ndarray.astype" },
    { title: "int32 to bool", inputs: { x: int32([-3, 0, 256]) }, params: { dtype: "bool" },
      output: [true, false, true], source: "numpy.ndarray.astype" },
    { title: "int32 to uint32 keeps the bits", inputs: { x: int32([-1, 5]) }, params: { dtype: "uint32" },
      output: [4294967295, 5], source: "numpy.ndarray.astype" },
    { title: "uint32 to int32 keeps the bits", inputs: { x: uint32([4294967295, 5]) }, params: { dtype: "int32" },
      output: [-1, 5], source: "numpy.ndarray.astype" },
    { title: "uint32 to float32", inputs: { x: uint32([16777215, 5, 0]) }, params: { dtype: "float32" },
      output: [16777215, 5, 0], source: "numpy.ndarray.astype" },
    { title: "uint8 to float32", inputs: { x: uint8([0, 128, 255]) }, params: { dtype: "float32" },
      output: [0, 128, 255], source: "numpy.ndarray.astype" },
    { title: "int64 to int32", inputs: { x: int64([-7, 2147483647]) }, params: { dtype: "int32" },
      output: [-7, 2147483647], source: "numpy.ndarray.astype" },
    { title: "int32 to int64", inputs: { x: int32([-7, 3]) }, params: { dtype: "int64" }, output: [-7, 3], source: "numpy.ndarray.astype" },
    { title: "to its own dtype", inputs: { x: [1.5, NaN] }, params: { dtype: "float32" },
      output: [1.5, NaN], source: "numpy.ndarray.astype" },
  ],
};
