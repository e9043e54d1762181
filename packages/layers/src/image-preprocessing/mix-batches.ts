import { foldInKey, interpreterBackend, jit, keyOfSeed, randomKey, release, tensor } from "@tidu/core-tensor";
import type { Backend, Tensor, TensorData } from "@tidu/core-tensor";
import type { Layer } from "../layer.ts";

export interface MixBatchesOptions {
  /** Where batches are mixed. Default: the interpreter, which is slow for large images. */
  readonly backend?: Backend | undefined;
  /** Reproduces the mixtures. Default: 0. */
  readonly seed?: number | undefined;
}

/** A batch of images and labels; whatever else it holds stays. */
export interface LabelledBatch {
  readonly x: TensorData;
  /** One number per class: `[batch, classes]`. */
  readonly y: TensorData;
}

/**
 * `mixUp` or `cutMix` for the batches of a data pipeline, because labels reach `fit` beside the model: every batch is mixed anew.
 *
 * @param layer one of images and labels
 * @returns a function of a batch `{ x, y }` that gives it back with both mixed, as float32
 *
 * @example
 * const batches = datasets.pipeline({ x, y }).shuffle(1000).batch(64).map(mixBatches(cutMix(), { backend }));
 */
export function mixBatches(
  layer: Layer,
  { backend = interpreterBackend(), seed = 0 }: MixBatchesOptions = {},
): <Batch extends LabelledBatch>(batch: Batch) => Promise<Batch> {
  const mix = jit(
    (key: Tensor, x: Tensor, y: Tensor): Tensor[] => {
      const [images, , more] = layer.apply({}, [x.cast("float32"), y.cast("float32")], { training: true, key });
      return [images, ...(more?.outputs ?? [])];
    },
    { backend, name: "mixBatches" },
  );
  let count = 0;
  return async (batch) => {
    const key = randomKey(foldInKey(keyOfSeed(seed), count++));
    const mixed = await mix(key, tensor(batch.x), tensor(batch.y));
    const [x, y] = await Promise.all(mixed.map((part) => part.value()));
    release(mixed);
    if (x === undefined || y === undefined)
      throw new TypeError(`mixBatches: expected a layer of images and labels (mixUp, cutMix), received ${layer.kind}.`);
    return { ...batch, x, y };
  };
}
