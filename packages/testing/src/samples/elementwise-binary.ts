// oxlint-disable oxc/approx-constant -- results stand as NumPy printed them, square roots of two included
import { float32, int32, uint32 } from "../values.ts";
import type { SamplesOf } from "../sample.ts";

type Names =
  | "add"
  | "sub"
  | "mul"
  | "div"
  | "floorDiv"
  | "mod"
  | "pow"
  | "maximum"
  | "minimum"
  | "equal"
  | "less"
  | "lessEqual"
  | "greater"
  | "greaterEqual"
  | "logicalAnd"
  | "logicalOr"
  | "logicalXor"
  | "bitwiseAnd"
  | "bitwiseOr"
  | "bitwiseXor"
  | "shiftLeft"
  | "shiftRight"
  | "where";

// One sample a line reads as a table.
// oxfmt-ignore
export const elementwiseBinary: SamplesOf<Names> = {
  add: [
    { title: "values", inputs: { a: [[1.5, -2, 3], [0.25, 0, -1]], b: [[2, 0.5, -3], [4, 1, -0.5]] },
      output: [[3.5, -1.5, 0], [4.25, 1, -1.5]], source: "numpy.add" },
    { title: "a column and a row", inputs: { a: [[2], [-4]], b: [10, -20, 0.5] },
      output: [[12, -18, 2.5], [6, -24, -3.5]], source: "numpy.add" },
    { title: "a scalar on the left", inputs: { a: 2, b: [2, 0.5, -3] }, output: [4, 2.5, -1], source: "numpy.add" },
    { title: "edges", inputs: { a: [NaN, 1, Infinity, Infinity, -Infinity], b: [1, NaN, 1, -Infinity, Infinity] },
      output: [NaN, NaN, Infinity, NaN, NaN], source: "numpy.add" },
    { title: "int32", inputs: { a: int32([[7, -7, 3], [0, 5, -2]]), b: int32([2, 2, -4]) },
      output: [[9, -5, -1], [2, 7, -6]], source: "numpy.add" },
    { title: "int32 wraps around", inputs: { a: int32([2147483647, -2147483648]), b: int32([1, -1]) },
      output: [-2147483648, 2147483647], source: "numpy.add" },
    { title: "uint32 wraps around", inputs: { a: uint32([4294967295, 7]), b: uint32([2, 8]) }, output: [1, 15], source: "numpy.add" },
    { title: "no elements", inputs: { a: float32([], [0, 3]), b: [1, 2, 3] }, output: float32([], [0, 3]), source: "by hand" },
    { title: "axes of size 1 on both sides", inputs: { a: [[[1], [2]]], b: [[[10, 20]], [[30, 40]]] },
      output: [[[11, 21], [12, 22]], [[31, 41], [32, 42]]], source: "by hand" },
  ],
  sub: [
    { title: "values", inputs: { a: [[1.5, -2, 3], [0.25, 0, -1]], b: [[2, 0.5, -3], [4, 1, -0.5]] },
      output: [[-0.5, -2.5, 6], [-3.75, -1, -0.5]], source: "numpy.subtract" },
    { title: "a column and a row", inputs: { a: [[2], [-4]], b: [10, -20, 0.5] },
      output: [[-8, 22, 1.5], [-14, 16, -4.5]], source: "numpy.subtract" },
    { title: "a scalar on the left", inputs: { a: 2, b: [2, 0.5, -3] }, output: [0, 1.5, 5], source: "numpy.subtract" },
    { title: "edges", inputs: { a: [NaN, 1, Infinity, Infinity, -Infinity], b: [1, NaN, 1, -Infinity, Infinity] },
      output: [NaN, NaN, Infinity, Infinity, -Infinity], source: "numpy.subtract" },
    { title: "int32", inputs: { a: int32([[7, -7, 3], [0, 5, -2]]), b: int32([2, 2, -4]) },
      output: [[5, -9, 7], [-2, 3, 2]], source: "numpy.subtract" },
    { title: "int32 wraps around", inputs: { a: int32([-2147483648]), b: int32([1]) }, output: [2147483647], source: "numpy.subtract" },
  ],
  mul: [
    { title: "values", inputs: { a: [[1.5, -2, 3], [0.25, 0, -1]], b: [[2, 0.5, -3], [4, 1, -0.5]] },
      output: [[3, -1, -9], [1, 0, 0.5]], source: "numpy.multiply" },
    { title: "a column and a row", inputs: { a: [[2], [-4]], b: [10, -20, 0.5] },
      output: [[20, -40, 1], [-40, 80, -2]], source: "numpy.multiply" },
    { title: "a scalar on the left", inputs: { a: 2, b: [2, 0.5, -3] }, output: [4, 1, -6], source: "numpy.multiply" },
    { title: "edges", inputs: { a: [NaN, 0, Infinity, 0], b: [1, Infinity, -2, NaN] },
      output: [NaN, NaN, -Infinity, NaN], source: "numpy.multiply" },
    { title: "int32", inputs: { a: int32([[7, -7, 3], [0, 5, -2]]), b: int32([2, 2, -4]) },
      output: [[14, -14, -12], [0, 10, 8]], source: "numpy.multiply" },
    { title: "int32 wraps around", inputs: { a: int32([65536, 123456789]), b: int32([65537, 987654321]) },
      output: [65536, -67153019], source: "numpy.multiply" },
    { title: "uint32 wraps around", inputs: { a: uint32([4294967295, 569420461]), b: uint32([4294967295, 3982152891]) },
      output: [1, 1106636895], source: "numpy.multiply" },
  ],
  div: [
    { title: "values", inputs: { a: [[1.5, -2, 3], [0.25, 0, -1]], b: [[2, 0.5, -3], [4, 1, -0.5]] },
      output: [[0.75, -4, -1], [0.0625, 0, 2]], source: "numpy.divide" },
    { title: "a column and a row", inputs: { a: [[2], [-4]], b: [10, -20, 0.5] },
      output: [[0.2, -0.1, 4], [-0.4, 0.2, -8]], source: "numpy.divide" },
    { title: "a scalar on the left", inputs: { a: 2, b: [2, 0.5, -3] }, output: [1, 4, -0.6666667], source: "numpy.divide" },
    { title: "edges", inputs: { a: [1, -1, 0, NaN, 1, Infinity], b: [0, 0, 0, 1, Infinity, Infinity] },
      output: [Infinity, -Infinity, NaN, NaN, 0, NaN], source: "numpy.divide" },
  ],
  floorDiv: [
    { title: "values", inputs: { a: [[7, -7, 7.5], [-7.5, 1, -1]], b: [[2, 2, -2], [-2, 4, 4]] },
      output: [[3, -4, -4], [3, 0, -1]], source: "numpy.floor_divide" },
    { title: "a column and a row", inputs: { a: [[2], [-4]], b: [10, -20, 0.5] },
      output: [[0, -1, 4], [-1, 0, -8]], source: "numpy.floor_divide" },
    { title: "a scalar on the left", inputs: { a: 2, b: [2, 2, -2] }, output: [1, 1, -1], source: "numpy.floor_divide" },
    { title: "edges", inputs: { a: [1, -1, 0, NaN], b: [0, 0, 0, 1] },
      output: [Infinity, -Infinity, NaN, NaN], source: "numpy.floor_divide" },
    { title: "int32", inputs: { a: int32([7, -7, 7, -7, 0, 6]), b: int32([2, 2, -2, -2, 5, 3]) },
      output: [3, -4, -4, 3, 0, 2], source: "numpy.floor_divide" },
  ],
  mod: [
    { title: "values", inputs: { a: [[7, -7, 7.5], [-7.5, 1, -1]], b: [[2, 2, -2], [-2, 4, 4]] },
      output: [[1, 1, -0.5], [-1.5, 1, 3]], source: "numpy.mod" },
    { title: "a column and a row", inputs: { a: [[2], [-4]], b: [10, -20, 0.5] }, output: [[2, -18, 0], [6, -4, 0]], source: "numpy.mod" },
    { title: "a scalar on the left", inputs: { a: 2, b: [2, 2, -2] }, output: [0, 0, -0], source: "numpy.mod" },
    { title: "edges", inputs: { a: [1, 0, NaN], b: [0, 0, 1] }, output: [NaN, NaN, NaN], source: "numpy.mod" },
    { title: "int32", inputs: { a: int32([7, -7, 7, -7, 0, 6]), b: int32([2, 2, -2, -2, 5, 3]) },
      output: [1, 1, -1, -1, 0, 0], source: "numpy.mod" },
  ],
  pow: [
    { title: "values", inputs: { a: [[1.5, 2, 3], [0.25, 4, 10]], b: [[2, 0.5, -3], [4, 1, -0.5]] },
      output: [[2.25, 1.4142135, 0.037037037], [0.00390625, 4, 0.31622776]], source: "numpy.power" },
    { title: "edges", inputs: { a: [-2, -2, 0, 0, 5, NaN, Infinity], b: [3, -2, 0, 2, 0, 1, 2] },
      output: [-8, 0.25, 1, 0, 1, NaN, Infinity], source: "numpy.power" },
    { title: "a column and a row", inputs: { a: [[2], [9]], b: [0, 1, 0.5] },
      output: [[1, 2, 1.4142135], [1, 9, 3]], source: "numpy.power" },
    { title: "one to the power of NaN, a negative base to a broken power", inputs: { a: [1, -8], b: [NaN, 0.5] },
      output: [1, NaN], source: "numpy.power" },
  ],
  maximum: [
    { title: "values", inputs: { a: [[1.5, -2, 3], [0.25, 0, -1]], b: [[2, 0.5, -3], [4, 1, -0.5]] },
      output: [[2, 0.5, 3], [4, 1, -0.5]], source: "numpy.maximum" },
    { title: "a column and a row", inputs: { a: [[2], [-4]], b: [10, -20, 0.5] },
      output: [[10, 2, 2], [10, -4, 0.5]], source: "numpy.maximum" },
    { title: "a scalar on the left", inputs: { a: 2, b: [2, 0.5, -3] }, output: [2, 2, 2], source: "numpy.maximum" },
    { title: "edges", inputs: { a: [Infinity, -Infinity, -Infinity, 3], b: [1, 1, Infinity, 3] },
      output: [Infinity, 1, Infinity, 3], source: "numpy.maximum" },
    { title: "int32", inputs: { a: int32([[7, -7, 3], [0, 5, -2]]), b: int32([2, 2, -4]) },
      output: [[7, 2, 3], [2, 5, -2]], source: "numpy.maximum" },
    { title: "NaN wins", inputs: { a: [NaN, 1, NaN], b: [1, NaN, NaN] }, output: [NaN, NaN, NaN], source: "numpy.maximum" },
  ],
  minimum: [
    { title: "values", inputs: { a: [[1.5, -2, 3], [0.25, 0, -1]], b: [[2, 0.5, -3], [4, 1, -0.5]] },
      output: [[1.5, -2, -3], [0.25, 0, -1]], source: "numpy.minimum" },
    { title: "a column and a row", inputs: { a: [[2], [-4]], b: [10, -20, 0.5] },
      output: [[2, -20, 0.5], [-4, -20, -4]], source: "numpy.minimum" },
    { title: "a scalar on the left", inputs: { a: 2, b: [2, 0.5, -3] }, output: [2, 0.5, -3], source: "numpy.minimum" },
    { title: "edges", inputs: { a: [Infinity, -Infinity, -Infinity, 3], b: [1, 1, Infinity, 3] },
      output: [1, -Infinity, -Infinity, 3], source: "numpy.minimum" },
    { title: "int32", inputs: { a: int32([[7, -7, 3], [0, 5, -2]]), b: int32([2, 2, -4]) },
      output: [[2, -7, -4], [0, 2, -4]], source: "numpy.minimum" },
    { title: "NaN wins", inputs: { a: [NaN, 1, NaN], b: [1, NaN, NaN] }, output: [NaN, NaN, NaN], source: "numpy.minimum" },
  ],
  equal: [
    { title: "values and edges", inputs: { a: [1, 2, 3, NaN, Infinity, 0], b: [1, 3, 2, NaN, Infinity, -0] },
      output: [true, false, false, false, true, true], source: "numpy.equal" },
    { title: "a column and a row", inputs: { a: [[1], [2]], b: [1, 2, 3] },
      output: [[true, false, false], [false, true, false]], source: "numpy.equal" },
    { title: "int32", inputs: { a: int32([1, 2, -3]), b: int32([1, 3, -4]) }, output: [true, false, false], source: "numpy.equal" },
    { title: "bool", inputs: { a: [true, false, true, false], b: [true, false, false, true] },
      output: [true, true, false, false], source: "by hand" },
    { title: "int32 beyond 24 bits", inputs: { a: int32([16777217, 2147483647]), b: int32([16777216, 2147483647]) },
      output: [false, true], source: "by hand" },
  ],
  less: [
    { title: "values and edges", inputs: { a: [1, 2, 3, NaN, Infinity, 0], b: [1, 3, 2, NaN, Infinity, -0] },
      output: [false, true, false, false, false, false], source: "numpy.less" },
    { title: "a column and a row", inputs: { a: [[1], [2]], b: [1, 2, 3] },
      output: [[false, true, true], [false, false, true]], source: "numpy.less" },
    { title: "int32", inputs: { a: int32([1, 2, -3]), b: int32([1, 3, -4]) }, output: [false, true, false], source: "numpy.less" },
  ],
  lessEqual: [
    { title: "values and edges", inputs: { a: [1, 2, 3, NaN, Infinity, 0], b: [1, 3, 2, NaN, Infinity, -0] },
      output: [true, true, false, false, true, true], source: "numpy.less_equal" },
    { title: "a column and a row", inputs: { a: [[1], [2]], b: [1, 2, 3] },
      output: [[true, true, true], [false, true, true]], source: "numpy.less_equal" },
    { title: "int32", inputs: { a: int32([1, 2, -3]), b: int32([1, 3, -4]) }, output: [true, true, false], source: "numpy.less_equal" },
  ],
  greater: [
    { title: "values and edges", inputs: { a: [1, 2, 3, NaN, Infinity, 0], b: [1, 3, 2, NaN, Infinity, -0] },
      output: [false, false, true, false, false, false], source: "numpy.greater" },
    { title: "a column and a row", inputs: { a: [[1], [2]], b: [1, 2, 3] },
      output: [[false, false, false], [true, false, false]], source: "numpy.greater" },
    { title: "int32", inputs: { a: int32([1, 2, -3]), b: int32([1, 3, -4]) }, output: [false, false, true], source: "numpy.greater" },
  ],
  greaterEqual: [
    { title: "values and edges", inputs: { a: [1, 2, 3, NaN, Infinity, 0], b: [1, 3, 2, NaN, Infinity, -0] },
      output: [true, false, true, false, true, true], source: "numpy.greater_equal" },
    { title: "a column and a row", inputs: { a: [[1], [2]], b: [1, 2, 3] },
      output: [[true, false, false], [true, true, false]], source: "numpy.greater_equal" },
    { title: "int32", inputs: { a: int32([1, 2, -3]), b: int32([1, 3, -4]) }, output: [true, false, true], source: "numpy.greater_equal" },
  ],
  logicalAnd: [
    { title: "truth table", inputs: { a: [false, false, true, true], b: [false, true, false, true] },
      output: [false, false, false, true], source: "by hand" },
    { title: "a column and a row", inputs: { a: [[true], [false]], b: [true, false, true] },
      output: [[true, false, true], [false, false, false]], source: "by hand" },
  ],
  logicalOr: [
    { title: "truth table", inputs: { a: [false, false, true, true], b: [false, true, false, true] },
      output: [false, true, true, true], source: "by hand" },
    { title: "a column and a row", inputs: { a: [[true], [false]], b: [true, false, true] },
      output: [[true, true, true], [true, false, true]], source: "by hand" },
  ],
  logicalXor: [
    { title: "truth table", inputs: { a: [false, false, true, true], b: [false, true, false, true] },
      output: [false, true, true, false], source: "by hand" },
    { title: "a column and a row", inputs: { a: [[true], [false]], b: [true, false, true] },
      output: [[false, true, false], [true, false, true]], source: "by hand" },
  ],
  bitwiseAnd: [
    { title: "values", inputs: { a: uint32([0, 4294967295, 305419896, 4042322160]), b: uint32([4294967295, 2147483648, 252645135, 3]) },
      output: [0, 2147483648, 33818120, 0], source: "numpy.bitwise_and" },
    { title: "a scalar on the right", inputs: { a: uint32([0, 4294967295, 305419896, 4042322160]), b: uint32(4278255360) },
      output: [0, 4278255360, 302011904, 4026593280], source: "numpy.bitwise_and" },
  ],
  bitwiseOr: [
    { title: "values", inputs: { a: uint32([0, 4294967295, 305419896, 4042322160]), b: uint32([4294967295, 2147483648, 252645135, 3]) },
      output: [4294967295, 4294967295, 524246911, 4042322163], source: "numpy.bitwise_or" },
    { title: "a scalar on the right", inputs: { a: uint32([0, 4294967295, 305419896, 4042322160]), b: uint32(4278255360) },
      output: [4278255360, 4294967295, 4281663352, 4293984240], source: "numpy.bitwise_or" },
  ],
  bitwiseXor: [
    { title: "values", inputs: { a: uint32([0, 4294967295, 305419896, 4042322160]), b: uint32([4294967295, 2147483648, 252645135, 3]) },
      output: [4294967295, 2147483647, 490428791, 4042322163], source: "numpy.bitwise_xor" },
    { title: "a scalar on the right", inputs: { a: uint32([0, 4294967295, 305419896, 4042322160]), b: uint32(4278255360) },
      output: [4278255360, 16711935, 3979651448, 267390960], source: "numpy.bitwise_xor" },
  ],
  shiftLeft: [
    { title: "values", inputs: { a: uint32([1, 3, 305419896, 4294967295]), b: uint32([0, 31, 5, 16]) },
      output: [1, 2147483648, 1183502080, 4294901760], source: "numpy.left_shift" },
    { title: "by a scalar", inputs: { a: uint32([0, 4294967295, 305419896, 4042322160]), b: uint32(13) },
      output: [0, 4294959104, 2328821760, 505282560], source: "numpy.left_shift" },
  ],
  shiftRight: [
    { title: "values", inputs: { a: uint32([1, 3, 305419896, 4294967295]), b: uint32([0, 31, 5, 16]) },
      output: [1, 0, 9544371, 65535], source: "numpy.right_shift" },
    { title: "by a scalar", inputs: { a: uint32([0, 4294967295, 305419896, 4042322160]), b: uint32(13) },
      output: [0, 524287, 37282, 493447], source: "numpy.right_shift" },
  ],
  where: [
    { title: "values", inputs: { condition: [[true, false], [false, true]], a: [[1, 2], [3, 4]], b: [[-1, -2], [-3, -4]] },
      output: [[1, -2], [-3, 4]], source: "by hand" },
    { title: "all three broadcast", inputs: { condition: [[true], [false]], a: [1, 2, 3], b: -1 },
      output: [[1, 2, 3], [-1, -1, -1]], source: "by hand" },
    { title: "the branch not taken may be NaN or infinite", inputs: { condition: [true, false, true], a: [1, NaN, 3], b: [NaN, 2, Infinity] },
      output: [1, 2, 3], source: "by hand" },
    { title: "a NaN that is taken", inputs: { condition: [true, false], a: [NaN, 1], b: [2, -Infinity] },
      output: [NaN, -Infinity], source: "by hand" },
    { title: "int32", inputs: { condition: [true, false], a: int32([16777217, 2]), b: int32([3, -2147483648]) },
      output: [16777217, -2147483648], source: "by hand" },
    { title: "bool", inputs: { condition: [true, false, false], a: [true, true, true], b: [false, false, true] },
      output: [true, false, true], source: "by hand" },
  ],
};
