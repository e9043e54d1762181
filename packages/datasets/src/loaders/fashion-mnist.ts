import type { RemoteDataset } from "../download/fetch-files.ts";
import type { DownloadOptions } from "../download/remote-file.ts";
import type { ImageDataset } from "./classified-images.ts";
import { loadIdxImages } from "./load-idx-images.ts";

/**
 * Fashion-MNIST: 70,000 articles of clothing of 10 classes, 28 × 28 grey, harder than the digits (H. Xiao, K. Rasul, R. Vollgraf,
 * Fashion-MNIST: a novel image dataset for benchmarking machine learning algorithms, 2017; MIT license). Downloaded once (30.9 MB),
 * verified and kept in the user's cache folder. Keras's `datasets.fashion_mnist`.
 *
 * @returns train.x uint8 [60000, 28, 28, 1] of 0 to 255, train.y int32 [60000], test of 10,000 likewise
 * @throws when no mirror answers (saying where to put the files), a file of `dataDir` is missing or damaged, or the disk is full
 * @example
 * ```ts
 * const { train, test, classNames } = await fashionMnist();
 * ```
 */
export const fashionMnist = (options: DownloadOptions = {}): Promise<ImageDataset> => loadIdxImages(remote, classNames, options);

const classNames: readonly string[] = [
  "T-shirt/top",
  "Trouser",
  "Pullover",
  "Dress",
  "Coat",
  "Sandal",
  "Shirt",
  "Sneaker",
  "Bag",
  "Ankle boot",
];

/** The MD5 that the authors publish. */
const remote: RemoteDataset = {
  name: "fashionMnist",
  mirrors: ["http://fashion-mnist.s3-website.eu-central-1.amazonaws.com", "https://storage.googleapis.com/tensorflow/tf-keras-datasets"],
  files: [
    {
      name: "train-images-idx3-ubyte.gz",
      size: 26421880,
      checksum: { algorithm: "md5", digest: "8d4fb7e6c68d591d4c3dfef9ec88bf0d" },
    },
    { name: "train-labels-idx1-ubyte.gz", size: 29515, checksum: { algorithm: "md5", digest: "25c81989df183df01b3e8a0aad5dffbe" } },
    { name: "t10k-images-idx3-ubyte.gz", size: 4422102, checksum: { algorithm: "md5", digest: "bef4ecab320f06d8554ea6380940ec79" } },
    { name: "t10k-labels-idx1-ubyte.gz", size: 5148, checksum: { algorithm: "md5", digest: "bb300cfdad3c16e7a12a480ee83cd310" } },
  ],
};
