import type { TensorData } from "@tidu/core-tensor";
import { fetchFiles } from "../download/fetch-files.ts";
import type { RemoteDataset } from "../download/fetch-files.ts";
import { readDataDir } from "../download/read-data-dir.ts";
import type { DownloadOptions } from "../download/remote-file.ts";
import { gunzip } from "../formats/gunzip.ts";
import { parseIdx } from "../formats/idx.ts";
import { classified } from "./classified-images.ts";
import type { ClassifiedImages, ImageDataset } from "./classified-images.ts";

/** A data set in MNIST's four files: training images and labels, test images and labels. */
export async function loadIdxImages(
  dataset: RemoteDataset,
  classNames: readonly string[],
  options: DownloadOptions,
): Promise<ImageDataset> {
  const { name, files } = dataset;
  const contents =
    options.dataDir === undefined
      ? (await fetchFiles(dataset, options)).map((bytes, i) => ({ name: files[i]?.name ?? name, bytes }))
      : await readDataDir(
          name,
          options.dataDir,
          files.map((file) => namesOf(file.name)),
        );
  const arrays = await Promise.all(
    contents.map(async (file) => {
      const source = `${name}: ${file.name}`;
      return parseIdx(source, await gunzip(source, file.bytes));
    }),
  );
  const part = (position: number): ClassifiedImages => {
    const [images, labels] = [contents[position], contents[position + 1]].map((file) => file?.name ?? name);
    return classified(
      `${name}: ${images} and ${labels}`,
      imagesOf(`${name}: ${images}`, arrays[position]),
      labelsOf(`${name}: ${labels}`, arrays[position + 1]),
      classNames.length,
    );
  };
  return { train: part(0), test: part(2), classNames };
}

/** As published, unzipped, and as some archives have it: `train-images.idx3-ubyte`. */
function namesOf(name: string): readonly string[] {
  const unzipped = name.replace(/\.gz$/, "");
  return [name, unzipped, unzipped.replace("-idx", ".idx")];
}

function imagesOf(source: string, array: TensorData | undefined): TensorData<"uint8"> {
  if (array === undefined || array.shape.length !== 3 || !(array.data instanceof Uint8Array))
    throw new Error(`${source}: expected images as uint8[images, height, width], received ${described(array)}.`);
  return { dtype: "uint8", shape: [...array.shape, 1], data: array.data };
}

function labelsOf(source: string, array: TensorData | undefined): TensorData<"int32"> {
  if (array === undefined || array.shape.length !== 1 || !(array.data instanceof Uint8Array))
    throw new Error(`${source}: expected labels as uint8[images], received ${described(array)}.`);
  return { dtype: "int32", shape: array.shape, data: Int32Array.from(array.data) };
}

const described = (array: TensorData | undefined): string =>
  array === undefined ? "nothing" : `${array.dtype}[${array.shape.join(", ")}]`;
