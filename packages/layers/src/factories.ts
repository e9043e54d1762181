import { activation } from "./activation-layers/activation.ts";
import { elu } from "./activation-layers/elu.ts";
import { leakyRelu } from "./activation-layers/leaky-relu.ts";
import { prelu } from "./activation-layers/prelu.ts";
import { relu } from "./activation-layers/relu.ts";
import { softmax } from "./activation-layers/softmax.ts";
import { conv1d, conv2d, conv3d } from "./convolution/conv.ts";
import { dense } from "./core/dense.ts";
import { identity } from "./core/identity.ts";
import { inputLayer } from "./core/input-layer.ts";
import { lambda } from "./core/lambda.ts";
import { concatenate } from "./merging/concatenate.ts";
import { dot } from "./merging/dot.ts";
import { add, average, maximum, minimum, multiply, subtract } from "./merging/elementwise.ts";
import { batchNormalization } from "./normalization/batch-normalization.ts";
import { groupNormalization } from "./normalization/group-normalization.ts";
import { layerNormalization } from "./normalization/layer-normalization.ts";
import { rmsNormalization } from "./normalization/rms-normalization.ts";
import { unitNormalization } from "./normalization/unit-normalization.ts";
import { globalAveragePooling1d, globalAveragePooling2d, globalAveragePooling3d } from "./pooling/global-pooling.ts";
import { globalMaxPooling1d, globalMaxPooling2d, globalMaxPooling3d } from "./pooling/global-pooling.ts";
import { averagePooling1d, averagePooling2d, averagePooling3d, maxPooling1d, maxPooling2d, maxPooling3d } from "./pooling/pooling.ts";
import { normalization } from "./preprocessing/normalization.ts";
import { rescaling } from "./preprocessing/rescaling.ts";
import { activityRegularization } from "./regularization/activity-regularization.ts";
import { alphaDropout } from "./regularization/alpha-dropout.ts";
import { dropout } from "./regularization/dropout.ts";
import { gaussianDropout } from "./regularization/gaussian-dropout.ts";
import { gaussianNoise } from "./regularization/gaussian-noise.ts";
import { flatten } from "./reshaping/flatten.ts";
import { permute } from "./reshaping/permute.ts";
import { repeatVector } from "./reshaping/repeat-vector.ts";
import { reshape } from "./reshaping/reshape.ts";
import { zeroPadding1d, zeroPadding2d, zeroPadding3d } from "./reshaping/zero-padding.ts";

/** Every layer factory by the kind of the layers it makes. */
export const factories = {
  activation,
  activityRegularization,
  add,
  alphaDropout,
  average,
  averagePooling1d,
  averagePooling2d,
  averagePooling3d,
  batchNormalization,
  concatenate,
  conv1d,
  conv2d,
  conv3d,
  dense,
  dot,
  dropout,
  elu,
  flatten,
  gaussianDropout,
  gaussianNoise,
  globalAveragePooling1d,
  globalAveragePooling2d,
  globalAveragePooling3d,
  globalMaxPooling1d,
  globalMaxPooling2d,
  globalMaxPooling3d,
  groupNormalization,
  identity,
  inputLayer,
  lambda,
  layerNormalization,
  leakyRelu,
  maximum,
  maxPooling1d,
  maxPooling2d,
  maxPooling3d,
  minimum,
  multiply,
  normalization,
  permute,
  prelu,
  relu,
  repeatVector,
  rescaling,
  reshape,
  rmsNormalization,
  softmax,
  subtract,
  unitNormalization,
  zeroPadding1d,
  zeroPadding2d,
  zeroPadding3d,
};

export type LayerKind = keyof typeof factories;
