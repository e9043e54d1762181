import { add, batchNormalization, conv2d, depthwiseConv2d, globalAveragePooling2d, relu, zeroPadding2d } from "@tidu/layers";
import type { Layer, Symbolic } from "@tidu/layers";
import type { Model } from "@tidu/models";
import type { ApplicationOptions } from "./application-options.ts";
import { application } from "./application.ts";
import { chain } from "./chain.ts";

export interface MobileNetV2Options extends ApplicationOptions {
  /** The width: how many of the filters there are, in parts of those published. Default: 1. */
  readonly alpha?: number | undefined;
}

/**
 * Inverted residual blocks of depthwise convolutions, 3,538,984 parameters with the running statistics at `alpha: 1` (Sandler et al.
 * 2018, table 2; Keras `MobileNetV2`). Keras's weights expect pixels from -1 to 1.
 *
 * @param options.inputShape height and width of at least 32. Default: `[224, 224, 3]`
 * @throws when an option does not fit
 *
 * @example
 * const base = mobileNetV2({ alpha: 0.35, includeTop: false, pooling: "avg", inputShape: [96, 96, 3] }); // [batch, 1280]
 */
export function mobileNetV2({ alpha = 1, ...options }: MobileNetV2Options = {}): Model {
  const inputShape = [224, 224, 3];
  if (typeof alpha !== "number" || !(alpha > 0) || alpha === Infinity)
    throw new RangeError(`${options.name ?? "mobilenetv2"}: expected alpha to be a number above 0, received ${String(alpha)}.`);
  const rows = options.inputShape === undefined ? inputShape[0] : options.inputShape[0];
  const name = `mobilenetv2_${alpha.toFixed(2)}${typeof rows === "number" ? `_${rows}` : ""}`;
  return application(
    {
      name,
      inputShape,
      smallest: 32,
      further: ["alpha"],
      features: (x) => {
        const stem = chain(
          x,
          conv2d({ filters: divisible(32 * alpha), kernelSize: 3, strides: 2, padding: "same", useBias: false, name: "Conv1" }),
          normalized("bn_Conv1"),
          relu({ maxValue: 6, name: "Conv1_relu" }),
        );
        const last = blocks.reduce(
          (y, { filters, strides, expansion }, i) =>
            block(y, { filters: divisible(Math.trunc(filters * alpha)), strides, expansion, id: i }),
          stem,
        );
        return chain(
          last,
          conv2d({ filters: alpha > 1 ? divisible(1280 * alpha) : 1280, kernelSize: 1, useBias: false, name: "Conv_1" }),
          normalized("Conv_1_bn"),
          relu({ maxValue: 6, name: "out_relu" }),
        );
      },
      top: (features) => globalAveragePooling2d()(features),
    },
    options,
  );
}

/** Table 2: how much wider a block is inside, its filters, how often, the strides of the first. */
const blocks = [
  { expansion: 1, filters: 16, count: 1, strides: 1 },
  { expansion: 6, filters: 24, count: 2, strides: 2 },
  { expansion: 6, filters: 32, count: 3, strides: 2 },
  { expansion: 6, filters: 64, count: 4, strides: 2 },
  { expansion: 6, filters: 96, count: 3, strides: 1 },
  { expansion: 6, filters: 160, count: 3, strides: 2 },
  { expansion: 6, filters: 320, count: 1, strides: 1 },
].flatMap(({ count, strides, ...rest }) => Array.from({ length: count }, (_, i) => ({ ...rest, strides: i === 0 ? strides : 1 })));

interface BlockOptions {
  readonly filters: number;
  readonly strides: number;
  readonly expansion: number;
  readonly id: number;
}

/** Wider by a 1×1 convolution, one 3×3 filter per channel, narrow again; added to the input where shapes allow (figure 4d). */
function block(x: Symbolic, { filters, strides, expansion, id }: BlockOptions): Symbolic {
  const prefix = id === 0 ? "expanded_conv" : `block_${id}`;
  const channels = Number(x.spec.shape.at(-1));
  const wide =
    id === 0
      ? x
      : chain(
          x,
          conv2d({ filters: expansion * channels, kernelSize: 1, padding: "same", useBias: false, name: `${prefix}_expand` }),
          normalized(`${prefix}_expand_BN`),
          relu({ maxValue: 6, name: `${prefix}_expand_relu` }),
        );
  const padded = strides === 1 ? wide : zeroPadding2d({ padding: paddingFor(wide), name: `${prefix}_pad` })(wide);
  const narrow = chain(
    padded,
    depthwiseConv2d({ kernelSize: 3, strides, padding: strides === 1 ? "same" : "valid", useBias: false, name: `${prefix}_depthwise` }),
    normalized(`${prefix}_depthwise_BN`),
    relu({ maxValue: 6, name: `${prefix}_depthwise_relu` }),
    conv2d({ filters, kernelSize: 1, padding: "same", useBias: false, name: `${prefix}_project` }),
    normalized(`${prefix}_project_BN`),
  );
  return channels === filters && strides === 1 ? add({ name: `${prefix}_add` })([x, narrow]) : narrow;
}

const normalized = (name: string): Layer => batchNormalization({ epsilon: 1e-3, momentum: 0.999, name });

/** Zeros for a 3×3 window with strides of 2: one behind, and one in front where the size is odd (Keras's `correct_pad`). */
function paddingFor({ spec }: Symbolic): [[number, number], [number, number]] {
  const front = (size: unknown): number => (typeof size === "number" ? size % 2 : 0);
  return [
    [front(spec.shape[1]), 1],
    [front(spec.shape[2]), 1],
  ];
}

/** The nearest number of filters that divides by 8, not below 90 % of what was asked for. */
function divisible(filters: number): number {
  const near = Math.max(8, 8 * Math.floor((filters + 4) / 8));
  return near < 0.9 * filters ? near + 8 : near;
}
