import type { RemoteDataset } from "../download/fetch-files.ts";
import type { DownloadOptions } from "../download/remote-file.ts";
import type { ImageDataset } from "./classified-images.ts";
import { loadIdxImages } from "./load-idx-images.ts";

/**
 * MNIST: 70,000 handwritten digits, 28 × 28 grey (Y. LeCun, C. Cortes, C. Burges, The MNIST database of handwritten digits, 1998;
 * CC BY-SA 3.0). Downloaded once (11.6 MB), verified and kept in the user's cache folder. Keras's `datasets.mnist`.
 *
 * @returns train.x uint8 [60000, 28, 28, 1] of 0 to 255, train.y int32 [60000], test of 10,000 likewise
 * @throws when no mirror answers (saying where to put the files), a file of `dataDir` is missing or damaged, or the disk is full
 * @example
 * ```ts
 * const { train, test } = await mnist(); // or mnist({ dataDir: "data/mnist" })
 * ```
 */
export const mnist = (options: DownloadOptions = {}): Promise<ImageDataset> =>
  loadIdxImages(
    remote,
    Array.from({ length: 10 }, (_, digit) => String(digit)),
    options,
  );

/** The SHA-256 that the data packages of other languages publish for the original gzip files. */
const remote: RemoteDataset = {
  name: "mnist",
  mirrors: ["https://ossci-datasets.s3.amazonaws.com/mnist", "https://storage.googleapis.com/cvdf-datasets/mnist"],
  files: [
    {
      name: "train-images-idx3-ubyte.gz",
      size: 9912422,
      checksum: { algorithm: "sha256", digest: "440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609" },
    },
    {
      name: "train-labels-idx1-ubyte.gz",
      size: 28881,
      checksum: { algorithm: "sha256", digest: "3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c" },
    },
    {
      name: "t10k-images-idx3-ubyte.gz",
      size: 1648877,
      checksum: { algorithm: "sha256", digest: "8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6" },
    },
    {
      name: "t10k-labels-idx1-ubyte.gz",
      size: 4542,
      checksum: { algorithm: "sha256", digest: "f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6" },
    },
  ],
};
