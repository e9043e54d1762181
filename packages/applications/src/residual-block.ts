import { activation, add, averagePooling2d, batchNormalization, conv2d, initializers, zeroPadding2d } from "@tidu/layers";
import type { Layer, Symbolic } from "@tidu/layers";
import { chain } from "./chain.ts";

/** As in PyTorch and in the authors' program. */
export const normalized = (name: string): Layer => batchNormalization({ epsilon: 1e-5, momentum: 0.9, name });

export interface ConvolutionOptions {
  readonly filters: number;
  readonly kernelSize: number;
  readonly strides?: number;
  readonly padding?: "valid" | "same";
  readonly name: string;
}

/** Normal with variance 2 / outputs (He et al. 2015, "Delving deep into rectifiers", section 2.2), as the authors' program and PyTorch draw. */
const kernelInitializer = initializers.varianceScaling({ scale: 2, mode: "fanOut", distribution: "untruncatedNormal" });

/** Without a bias, which the normalization behind it has. */
export const convolution = (options: ConvolutionOptions): Layer => conv2d({ ...options, useBias: false, kernelInitializer });

/** How the input reaches the end of a block that changes its shape: a 1×1 convolution (option B), or nothing learned (option A). */
export type Shortcut = "projection" | "padding";

export interface StackOptions {
  readonly filters: number;
  readonly blocks: number;
  /** Of the first block. */
  readonly strides: number;
  readonly shortcut: Shortcut;
  readonly name: string;
}

/** Blocks of two 3×3 convolutions (He et al. 2015, figure 2). */
export const stack = (x: Symbolic, { blocks, strides, name, ...rest }: StackOptions): Symbolic =>
  Array.from({ length: blocks }, (_, i) => `${name}_block${i + 1}`).reduce(
    (y, name, i) => block(y, { ...rest, strides: i === 0 ? strides : 1, name }),
    x,
  );

type BlockOptions = Omit<StackOptions, "blocks">;

function block(x: Symbolic, options: BlockOptions): Symbolic {
  const { filters, strides, name } = options;
  // One zero on every side, so that windows are centred on the pixels that the shortcut takes; "same" would move them with strides of 2.
  const padded = strides === 1 ? x : zeroPadding2d({ padding: 1, name: `${name}_1_pad` })(x);
  const y = chain(
    padded,
    convolution({ filters, kernelSize: 3, strides, padding: strides === 1 ? "same" : "valid", name: `${name}_1_conv` }),
    normalized(`${name}_1_bn`),
    activation({ activation: "relu", name: `${name}_1_relu` }),
    convolution({ filters, kernelSize: 3, padding: "same", name: `${name}_2_conv` }),
    normalized(`${name}_2_bn`),
  );
  return activation({ activation: "relu", name: `${name}_out` })(add({ name: `${name}_add` })([shortcutOf(x, options), y]));
}

function shortcutOf(x: Symbolic, { filters, strides, shortcut, name }: BlockOptions): Symbolic {
  const missing = filters - Number(x.spec.shape.at(-1));
  if (strides === 1 && missing === 0) return x;
  if (shortcut === "projection")
    return chain(x, convolution({ filters, kernelSize: 1, strides, name: `${name}_0_conv` }), normalized(`${name}_0_bn`));
  return chain(
    x,
    averagePooling2d({ poolSize: 1, strides, name: `${name}_0_pool` }), // windows of one pixel: every second one
    // Read as channels first, the padded axes are the last two: zeros for the channels that are missing.
    zeroPadding2d({ padding: [0, [0, missing]], dataFormat: "channelsFirst", name: `${name}_0_pad` }),
  );
}
