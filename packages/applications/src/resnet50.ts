import { activation, add, batchNormalization, conv2d } from "@tidu/layers";
import type { Layer, Symbolic } from "@tidu/layers";
import type { Model } from "@tidu/models";
import type { ApplicationOptions } from "./application-options.ts";
import { application } from "./application.ts";
import { chain } from "./chain.ts";
import { residualHead, imageNetStem } from "./resnet-ends.ts";

/** Keras's ResNets: convolutions with biases, its default momentum. */
const normalized = (name: string): Layer => batchNormalization({ epsilon: 1.001e-5, name });

/**
 * Bottleneck blocks of three convolutions, 25,636,712 parameters with the running statistics: He et al. 2015, table 1, as Keras's
 * `ResNet50` (biases in all convolutions, strides in the first of a block). Keras's weights expect BGR from 0 to 255 less the means
 * 103.939, 116.779, 123.68.
 *
 * @param options.inputShape height and width of at least 32. Default: `[224, 224, 3]`
 * @throws when an option does not fit
 *
 * @example
 * const base = resNet50({ includeTop: false, pooling: "avg" }); // [batch, 2048]
 */
export const resNet50 = (options: ApplicationOptions = {}): Model =>
  application(
    {
      name: "resnet50",
      inputShape: [224, 224, 3],
      smallest: 32,
      features: (x) => {
        const stem = imageNetStem(x, conv2d({ filters: 64, kernelSize: 7, strides: 2, name: "conv1_conv" }), normalized("conv1_bn"));
        return [3, 4, 6, 3].reduce(
          (y, blocks, i) => stack(y, 64 * 2 ** i, { blocks, strides: i === 0 ? 1 : 2, name: `conv${i + 2}` }),
          stem,
        );
      },
      ...residualHead,
    },
    options,
  );

interface StackOptions {
  readonly blocks: number;
  /** Of the first block. */
  readonly strides: number;
  readonly name: string;
}

const stack = (x: Symbolic, filters: number, { blocks, strides, name }: StackOptions): Symbolic =>
  Array.from({ length: blocks }, (_, i) => `${name}_block${i + 1}`).reduce(
    (y, name, i) => bottleneck(y, filters, { strides: i === 0 ? strides : 1, project: i === 0, name }),
    x,
  );

interface BottleneckOptions {
  readonly strides: number;
  /** Whether the shortcut is a convolution. */
  readonly project: boolean;
  readonly name: string;
}

/** 1×1 to `filters`, 3×3, 1×1 to four times as many, added to the shortcut (figure 5, right). */
function bottleneck(x: Symbolic, filters: number, { strides, project, name }: BottleneckOptions): Symbolic {
  const shortcut = project
    ? chain(x, conv2d({ filters: 4 * filters, kernelSize: 1, strides, name: `${name}_0_conv` }), normalized(`${name}_0_bn`))
    : x;
  const y = chain(
    x,
    conv2d({ filters, kernelSize: 1, strides, name: `${name}_1_conv` }),
    normalized(`${name}_1_bn`),
    activation({ activation: "relu", name: `${name}_1_relu` }),
    conv2d({ filters, kernelSize: 3, padding: "same", name: `${name}_2_conv` }),
    normalized(`${name}_2_bn`),
    activation({ activation: "relu", name: `${name}_2_relu` }),
    conv2d({ filters: 4 * filters, kernelSize: 1, name: `${name}_3_conv` }),
    normalized(`${name}_3_bn`),
  );
  return activation({ activation: "relu", name: `${name}_out` })(add({ name: `${name}_add` })([shortcut, y]));
}
