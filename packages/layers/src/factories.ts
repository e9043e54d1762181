import { activation } from "./activation-layers/activation.ts";
import { elu } from "./activation-layers/elu.ts";
import { leakyRelu } from "./activation-layers/leaky-relu.ts";
import { prelu } from "./activation-layers/prelu.ts";
import { relu } from "./activation-layers/relu.ts";
import { softmax } from "./activation-layers/softmax.ts";
import { additiveAttention } from "./attention/additive-attention.ts";
import { attention } from "./attention/attention.ts";
import { groupQueryAttention } from "./attention/group-query-attention.ts";
import { multiHeadAttention } from "./attention/multi-head-attention.ts";
import { transformerDecoder } from "./attention/transformer-decoder.ts";
import { transformerEncoder } from "./attention/transformer-encoder.ts";
import { conv1d, conv2d, conv3d } from "./convolution/conv.ts";
import { conv1dTranspose, conv2dTranspose, conv3dTranspose } from "./convolution/conv-transpose.ts";
import { depthwiseConv1d, depthwiseConv2d } from "./convolution/depthwise-conv.ts";
import { separableConv1d, separableConv2d } from "./convolution/separable-conv.ts";
import { dense } from "./core/dense.ts";
import { identity } from "./core/identity.ts";
import { inputLayer } from "./core/input-layer.ts";
import { lambda } from "./core/lambda.ts";
import { embedding } from "./embedding/embedding.ts";
import { positionEmbedding } from "./embedding/position-embedding.ts";
import { reversibleEmbedding } from "./embedding/reversible-embedding.ts";
import { rotaryEmbedding } from "./embedding/rotary-embedding.ts";
import { sinePositionEncoding } from "./embedding/sine-position-encoding.ts";
import { tokenAndPositionEmbedding } from "./embedding/token-and-position-embedding.ts";
import { augMix } from "./image-preprocessing/aug-mix.ts";
import { autoContrast } from "./image-preprocessing/auto-contrast.ts";
import { centerCrop } from "./image-preprocessing/center-crop.ts";
import { contrastLimitedAdaptiveHistogramEqualization } from "./image-preprocessing/contrast-limited-adaptive-histogram-equalization.ts";
import { cutMix } from "./image-preprocessing/cut-mix.ts";
import { equalization } from "./image-preprocessing/equalization.ts";
import { mixUp } from "./image-preprocessing/mix-up.ts";
import { pipeline } from "./image-preprocessing/pipeline.ts";
import { randAugment } from "./image-preprocessing/rand-augment.ts";
import { randomBrightness } from "./image-preprocessing/random-brightness.ts";
import { randomColorDegeneration } from "./image-preprocessing/random-color-degeneration.ts";
import { randomColorJitter } from "./image-preprocessing/random-color-jitter.ts";
import { randomContrast } from "./image-preprocessing/random-contrast.ts";
import { randomCrop } from "./image-preprocessing/random-crop.ts";
import { randomElasticTransform } from "./image-preprocessing/random-elastic-transform.ts";
import { randomErasing } from "./image-preprocessing/random-erasing.ts";
import { randomFlip } from "./image-preprocessing/random-flip.ts";
import { randomGaussianBlur } from "./image-preprocessing/random-gaussian-blur.ts";
import { randomGrayscale } from "./image-preprocessing/random-grayscale.ts";
import { randomHue } from "./image-preprocessing/random-hue.ts";
import { randomInvert } from "./image-preprocessing/random-invert.ts";
import { randomPerspective } from "./image-preprocessing/random-perspective.ts";
import { randomPosterization } from "./image-preprocessing/random-posterization.ts";
import { randomRotation } from "./image-preprocessing/random-rotation.ts";
import { randomSaturation } from "./image-preprocessing/random-saturation.ts";
import { randomSharpness } from "./image-preprocessing/random-sharpness.ts";
import { randomShear } from "./image-preprocessing/random-shear.ts";
import { randomTranslation } from "./image-preprocessing/random-translation.ts";
import { randomZoom } from "./image-preprocessing/random-zoom.ts";
import { resizing } from "./image-preprocessing/resizing.ts";
import { solarization } from "./image-preprocessing/solarization.ts";
import { masking } from "./masking/masking.ts";
import { concatenate } from "./merging/concatenate.ts";
import { dot } from "./merging/dot.ts";
import { add, average, maximum, minimum, multiply, subtract } from "./merging/elementwise.ts";
import { batchNormalization } from "./normalization/batch-normalization.ts";
import { groupNormalization } from "./normalization/group-normalization.ts";
import { layerNormalization } from "./normalization/layer-normalization.ts";
import { rmsNormalization } from "./normalization/rms-normalization.ts";
import { unitNormalization } from "./normalization/unit-normalization.ts";
import { adaptiveAveragePooling1d, adaptiveAveragePooling2d, adaptiveAveragePooling3d } from "./pooling/adaptive-pooling.ts";
import { adaptiveMaxPooling1d, adaptiveMaxPooling2d, adaptiveMaxPooling3d } from "./pooling/adaptive-pooling.ts";
import { globalAveragePooling1d, globalAveragePooling2d, globalAveragePooling3d } from "./pooling/global-pooling.ts";
import { globalMaxPooling1d, globalMaxPooling2d, globalMaxPooling3d } from "./pooling/global-pooling.ts";
import { averagePooling1d, averagePooling2d, averagePooling3d, maxPooling1d, maxPooling2d, maxPooling3d } from "./pooling/pooling.ts";
import { categoryEncoding } from "./preprocessing/category-encoding.ts";
import { discretization } from "./preprocessing/discretization.ts";
import { integerLookup } from "./preprocessing/integer-lookup.ts";
import { normalization } from "./preprocessing/normalization.ts";
import { rescaling } from "./preprocessing/rescaling.ts";
import { bidirectional } from "./recurrent/bidirectional.ts";
import { gru } from "./recurrent/gru.ts";
import { convLstm1d, convLstm2d, convLstm3d } from "./recurrent/conv-lstm.ts";
import { lstm } from "./recurrent/lstm.ts";
import { rnn } from "./recurrent/rnn.ts";
import { simpleRnn } from "./recurrent/simple-rnn.ts";
import { timeDistributed } from "./recurrent/time-distributed.ts";
import { activityRegularization } from "./regularization/activity-regularization.ts";
import { alphaDropout } from "./regularization/alpha-dropout.ts";
import { dropout } from "./regularization/dropout.ts";
import { gaussianDropout } from "./regularization/gaussian-dropout.ts";
import { gaussianNoise } from "./regularization/gaussian-noise.ts";
import { spatialDropout1d, spatialDropout2d, spatialDropout3d } from "./regularization/spatial-dropout.ts";
import { cropping1d, cropping2d, cropping3d } from "./reshaping/cropping.ts";
import { flatten } from "./reshaping/flatten.ts";
import { permute } from "./reshaping/permute.ts";
import { repeatVector } from "./reshaping/repeat-vector.ts";
import { reshape } from "./reshaping/reshape.ts";
import { upSampling1d, upSampling2d, upSampling3d } from "./reshaping/up-sampling.ts";
import { zeroPadding1d, zeroPadding2d, zeroPadding3d } from "./reshaping/zero-padding.ts";

/** Every layer factory by the kind of the layers it makes. */
export const factories = {
  activation,
  activityRegularization,
  adaptiveAveragePooling1d,
  adaptiveAveragePooling2d,
  adaptiveAveragePooling3d,
  adaptiveMaxPooling1d,
  adaptiveMaxPooling2d,
  adaptiveMaxPooling3d,
  add,
  additiveAttention,
  alphaDropout,
  attention,
  augMix,
  autoContrast,
  average,
  averagePooling1d,
  averagePooling2d,
  averagePooling3d,
  batchNormalization,
  bidirectional,
  categoryEncoding,
  centerCrop,
  concatenate,
  contrastLimitedAdaptiveHistogramEqualization,
  conv1d,
  conv1dTranspose,
  conv2d,
  conv2dTranspose,
  conv3d,
  conv3dTranspose,
  convLstm1d,
  convLstm2d,
  convLstm3d,
  cropping1d,
  cropping2d,
  cropping3d,
  cutMix,
  dense,
  depthwiseConv1d,
  depthwiseConv2d,
  discretization,
  dot,
  dropout,
  elu,
  embedding,
  equalization,
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
  groupQueryAttention,
  gru,
  identity,
  inputLayer,
  integerLookup,
  lambda,
  layerNormalization,
  leakyRelu,
  lstm,
  masking,
  maximum,
  maxPooling1d,
  maxPooling2d,
  maxPooling3d,
  minimum,
  mixUp,
  multiHeadAttention,
  multiply,
  normalization,
  permute,
  pipeline,
  positionEmbedding,
  prelu,
  randAugment,
  randomBrightness,
  randomColorDegeneration,
  randomColorJitter,
  randomContrast,
  randomCrop,
  randomElasticTransform,
  randomErasing,
  randomFlip,
  randomGaussianBlur,
  randomGrayscale,
  randomHue,
  randomInvert,
  randomPerspective,
  randomPosterization,
  randomRotation,
  randomSaturation,
  randomSharpness,
  randomShear,
  randomTranslation,
  randomZoom,
  relu,
  repeatVector,
  rescaling,
  reshape,
  resizing,
  reversibleEmbedding,
  rmsNormalization,
  rnn,
  rotaryEmbedding,
  separableConv1d,
  separableConv2d,
  simpleRnn,
  sinePositionEncoding,
  softmax,
  solarization,
  spatialDropout1d,
  spatialDropout2d,
  spatialDropout3d,
  subtract,
  timeDistributed,
  tokenAndPositionEmbedding,
  transformerDecoder,
  transformerEncoder,
  unitNormalization,
  upSampling1d,
  upSampling2d,
  upSampling3d,
  zeroPadding1d,
  zeroPadding2d,
  zeroPadding3d,
};

export type LayerKind = keyof typeof factories;
