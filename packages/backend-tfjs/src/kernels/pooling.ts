import { splitImage } from "@tidu/core-tensor";
import type { OpFamily, PoolParams } from "@tidu/core-tensor";
import type { Run } from "../run.ts";
import { poolGathers } from "./pool-gathers.ts";
import { poolLoops } from "./pool-loops.ts";
import type { PoolMethod } from "./pool-method.ts";
import { requireSpec } from "./rule.ts";
import type { KernelRules } from "./rule.ts";
import type { Windows } from "./windows.ts";

/**
 * The kernels of tfjs lose NaN and numbers below -1e20, prefer the last of equal elements, divide gradients of averages by taps on
 * padding, and know no padding that differs between the sides of three axes.
 */
export const pooling: KernelRules<OpFamily<"pooling">> = {
  maxPool: ({ x }, params, run) => {
    const { shape } = requireSpec(run);
    return [run.reshape(methods(run).maxPool(windowsOf(x.shape, shape, params), x, run), shape)];
  },
  maxPoolGradient: ({ x, g }, params, run) => [
    run.reshape(methods(run).maxPoolGradient(windowsOf(x.shape, g.shape, params), x, g, run), x.shape),
  ],
  maxPoolSelect: ({ x, values }, params, run) => {
    const { shape } = requireSpec(run);
    return [run.reshape(methods(run).maxPoolSelect(windowsOf(x.shape, shape, params), x, values, run), shape)];
  },
  averagePool: ({ x }, params, run) => {
    const { shape } = requireSpec(run);
    return [run.reshape(methods(run).averagePool(windowsOf(x.shape, shape, params), x, run), shape)];
  },
  averagePoolGradient: ({ g }, params, run) => {
    const { shape } = requireSpec(run);
    return [run.reshape(methods(run).averagePoolGradient(windowsOf(shape, g.shape, params), g, run), shape)];
  },
};

const methods = ({ engine }: Run): PoolMethod => (engine === "gpu" ? poolGathers : poolLoops);

/** Channels first are as many images of one channel. */
function windowsOf(x: readonly number[], y: readonly number[], { size, strides, low, high, dataFormat }: PoolParams): Windows {
  const { batch, spatial, channels } = splitImage(x, dataFormat);
  const [images, perImage] = dataFormat === "channelsLast" ? [batch, channels] : [Number(batch) * Number(channels), 1];
  return {
    size,
    strides,
    low,
    high,
    dilations: size.map(() => 1),
    images: Number(images),
    channels: Number(perImage),
    spatial: spatial.map(Number),
    counts: splitImage(y, dataFormat).spatial.map(Number),
  };
}
