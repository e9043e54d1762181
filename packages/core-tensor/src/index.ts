// Tensors, and functions of them
export { literal, one, Tensor } from "./tensor.ts";
export type { ReduceOptions, TensorLike } from "./tensor.ts";
export { fromDevice, placeholder, tensor } from "./leaf-tensors.ts";
export { label } from "./label.ts";
export { abs, cos, erf, exp, log, matmul, maximum, minimum, sigmoid, sign, sin, sqrt, square, tanh } from "./functions/primitives.ts";
export { acos, acosh, asin, asinh, atan, atan2, atanh, cosh, sinh, tan } from "./functions/math.ts";
export { clip, expm1, log1p, reciprocal, rsqrt } from "./functions/math.ts";
export { bitwiseAnd, bitwiseNot, bitwiseOr, bitwiseXor, logicalXor, shiftLeft, shiftRight } from "./functions/math.ts";
export { logSoftmax, logSumExp, relu, softmax, softplus } from "./functions/activation.ts";
export { conv } from "./functions/convolution.ts";
export type { ConvOptions } from "./functions/convolution.ts";
export { convTranspose } from "./functions/transposed-convolution.ts";
export type { ConvTransposeOptions } from "./functions/transposed-convolution.ts";
export { depthwiseConv, separableConv } from "./functions/separable-convolution.ts";
export { averagePool, maxPool } from "./functions/pooling.ts";
export { globalAveragePool, globalMaxPool } from "./functions/global-pooling.ts";
export type { GlobalPoolOptions } from "./functions/global-pooling.ts";
export { adaptiveAveragePool, adaptiveMaxPool } from "./functions/adaptive-pooling.ts";
export type { AdaptivePoolOptions } from "./functions/adaptive-pooling.ts";
export { resize } from "./functions/resize.ts";
export type { ResizeOptions } from "./functions/resize.ts";
export type { Interpolation } from "./functions/resize-taps.ts";
export { depthToSpace, spaceToDepth } from "./functions/space-to-depth.ts";
export type { BlockOptions } from "./functions/space-to-depth.ts";
export { extractPatches } from "./functions/patches.ts";
export type { Padding, WindowOptions } from "./functions/window-options.ts";
export { einsum } from "./functions/einsum.ts";
export { erfInverse } from "./functions/erf-inverse.ts";
export { argsort, cumsum, gather, oneHot, scatterAdd, scatterAddAlongAxis, sort, takeAlongAxis, topK } from "./functions/indexing.ts";
export { eye, full, iota, linspace, ones, onesLike, range, zeros, zerosLike } from "./functions/shaping.ts";
export { concat, flip, moveAxis, pad, reindex, size, sliceAxis, split, stack, swapAxes, tile, where } from "./functions/shaping.ts";
export type { PadOptions } from "./functions/shaping.ts";
export type { PadMode } from "./functions/pad-index.ts";

// Random numbers
export { bernoulli, categorical, dropout, normal, permutation, truncatedNormal, uniform } from "./functions/random.ts";
export { foldIn, randomBits, randomKey, splitKey } from "./functions/random.ts";
export { foldInKey, hash, keyOfSeed, multipliers } from "./random/hash.ts";
export type { Key } from "./random/hash.ts";

// Functions of functions: gradients, loops, composites, compilation
export { grad, stopGradient, valueAndGrad, valueAuxAndGrad } from "./autodiff.ts";
export { scan } from "./scan.ts";
export type { ScanOptions } from "./scan.ts";
export { composite, compositeOf } from "./composite.ts";
export type { Composite, CompositeGradient, CompositeOf } from "./composite.ts";
export { jit, release } from "./jit.ts";
export type { Jitted, JitOptions } from "./jit.ts";

// Trees of tensors
export { flatten, flattenWith, leavesAt, mapTree, unflatten } from "./tree.ts";
export type { Flat, MapTree, Structure, Tree } from "./tree.ts";

// Numbers on the host
export { byteSize, dtypeOf, dtypes, emptyArray, isFloat, isNumeric, viewArray } from "./dtype.ts";
export type { ArrayOf, DType, NumericArray, TypedArray } from "./dtype.ts";
export { castArray, isTensorData, sizeOfShape, tensorData, toNested } from "./tensor-data.ts";
export type { ArrayLike, Nested, TensorData } from "./tensor-data.ts";
export { fromFloat16, toFloat16 } from "./float16.ts";

// Shapes and specs
export { addDims, divideDims, floorDivDim, mulDims, subDims } from "./shape/dim.ts";
export { bindDim, differentDim, isSymbolic, namedDim, namesOfDim, printDim, sameDim } from "./shape/dim.ts";
export type { Dim, DimBindings, Factor, SymbolicDim } from "./shape/dim.ts";
export { bindShape, broadcastShapes, isStatic, printShape, requireSameDim, resolveAxes, resolveAxis } from "./shape/shape.ts";
export { resolveReshape, sameShape, sizeOfDims } from "./shape/shape.ts";
export type { Shape } from "./shape/shape.ts";
export { printSpec, sameSpec } from "./spec.ts";
export type { TensorSpec } from "./spec.ts";

// Ops, for tables with an entry for each of them
export { opFamilies, ops, opNames } from "./ops/index.ts";
export type { InputsOf, OpFamily, OpName, Ops, ParamsOf } from "./ops/index.ts";
export type { PadParams, ReindexParams, SliceParams } from "./ops/movement.ts";
export type { ArgParams, ReduceParams } from "./ops/reduce.ts";
export { splitFilter } from "./ops/convolution.ts";
export type { ConvParams, FilterShape } from "./ops/convolution.ts";
export type { PoolParams } from "./ops/pooling.ts";
export { joinImage, splitImage, windowCounts } from "./ops/windows.ts";
export type { DataFormat, ImageShape, WindowParams } from "./ops/windows.ts";
export type { CallOptions, CallParams, ScanParams } from "./ops/control.ts";
export { isNode, ruleOf } from "./typed-node.ts";
export type { NodeOf } from "./typed-node.ts";

// Graphs
export { inputsOf, mapInputs, specOf } from "./graph.ts";
export type { Graph, GraphInput, Node, NodeInputs, ValueId } from "./graph.ts";
export { isSpecLike, specsOf, toSpec, trace, traceTree } from "./trace.ts";
export type { SpecLike, Traced } from "./trace.ts";
export { collect } from "./collect.ts";
export { instantiate } from "./instantiate.ts";
export { extract } from "./extract.ts";
export { GraphBuilder, inline, rewrite } from "./graph-builder.ts";
export { bindingsOf, bindSizes, freeNames } from "./graph-sizes.ts";
export { countOps, isGraph, printGraph } from "./print-graph.ts";
export { verify } from "./verify.ts";

// Passes: graph to graph
export { simplify } from "./passes/simplify.ts";
export { bodyFor } from "./passes/movement/elementwise-body.ts";
export { channelsFirst } from "./passes/channels-first.ts";
export { deferMovement } from "./passes/defer-movement.ts";
export { inlineCalls } from "./passes/inline-calls.ts";
export { dropDeadCode } from "./passes/dead-code.ts";
export { shareCommonSubexpressions } from "./passes/common-subexpressions.ts";

// Backends, and the interpreter
export type { Backend, CompileOptions, DeviceTensor, Executable, RunOptions } from "./backend.ts";
export { evaluate } from "./evaluate/index.ts";
export { interpreterBackend } from "./evaluate/backend.ts";

// Names in errors
export { nearest, unknownName } from "./nearest.ts";
