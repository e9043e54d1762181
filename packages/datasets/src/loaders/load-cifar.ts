import { fetchFiles } from "../download/fetch-files.ts";
import type { RemoteDataset } from "../download/fetch-files.ts";
import { findInDataDir, readDataDir } from "../download/read-data-dir.ts";
import type { DownloadOptions } from "../download/remote-file.ts";
import { parseCifar } from "../formats/cifar.ts";
import { gunzip } from "../formats/gunzip.ts";
import { parseTar } from "../formats/tar.ts";
import { classified } from "./classified-images.ts";
import type { ClassifiedImages, ImageDataset } from "./classified-images.ts";

/** A CIFAR data set on the network, and where its records are in the archive. */
export interface CifarDataset extends RemoteDataset {
  readonly folder: string;
  readonly train: readonly string[];
  readonly test: string;
  /** Bytes of labels before the pixels of an image, and which of them counts. */
  readonly labelBytes: 1 | 2;
  readonly labelByte: 0 | 1;
  readonly classNames: readonly string[];
}

/** A CIFAR data set from its archive of the binary version. */
export async function loadCifar(dataset: CifarDataset, options: DownloadOptions): Promise<ImageDataset> {
  const { name, train, test, labelBytes, labelByte, classNames } = dataset;
  const members = await membersOf(dataset, options);
  const part = (names: readonly string[]): ClassifiedImages => {
    const source = `${name}: ${names.join(", ")}`;
    const bytes = names.map((member) => {
      const found = members.get(member);
      if (found === undefined) throw new Error(`${name}: the archive holds no ${member}, but ${[...members.keys()].join(", ")}.`);
      return found;
    });
    const { x, labels } = parseCifar(source, bytes, labelBytes);
    const y = labels[labelByte];
    if (y === undefined) throw new Error(`${source}: expected ${labelBytes} labels an image.`);
    return classified(source, x, y, classNames.length);
  };
  return { train: part(train), test: part([test]), classNames };
}

/** The `.bin` files by name: from the archive (downloaded, or in `dataDir`), or from `dataDir` where it was unpacked. */
async function membersOf(dataset: CifarDataset, options: DownloadOptions): Promise<ReadonlyMap<string, Uint8Array>> {
  const { name, folder, train, test, files } = dataset;
  const { dataDir } = options;
  const archive = files[0]?.name ?? name;
  if (dataDir === undefined) {
    const [bytes = new Uint8Array()] = await fetchFiles(dataset, options);
    return unpack(`${name}: ${archive}`, bytes);
  }
  const [packed] = await findInDataDir(name, dataDir, [[archive, archive.replace(/\.gz$/, "")]]);
  if (packed !== undefined) return unpack(`${name}: ${packed.path}`, packed.bytes);
  const unpacked = await readDataDir(
    name,
    dataDir,
    [...train, test].map((member) => [member, `${folder}/${member}`]),
    ` Nor is there ${archive}.`,
  );
  return new Map(unpacked.map((file) => [file.name, file.bytes]));
}

async function unpack(source: string, bytes: Uint8Array): Promise<ReadonlyMap<string, Uint8Array>> {
  const members = parseTar(source, await gunzip(source, bytes));
  return new Map([...members].map(([path, content]) => [path.split("/").at(-1) ?? path, content]));
}
