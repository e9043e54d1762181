import { nodeFiles } from "../files/node-files.ts";
import { cacheFolder } from "./cache-folder.ts";
import { readCached } from "./cached-file.ts";
import { diskError } from "./disk-error.ts";
import { progressBar } from "./progress-bar.ts";
import { megabytes } from "./remote-file.ts";
import type { DownloadOptions, RemoteFile } from "./remote-file.ts";
import { saveFile } from "./save-file.ts";
import type { SaveOptions } from "./save-file.ts";

/** A data set on the network. */
export interface RemoteDataset {
  /** The function that loads it; names its folder in the cache. */
  readonly name: string;
  readonly files: readonly RemoteFile[];
  /** Addresses of folders that hold all files under their names; the first that gives the right bytes counts. */
  readonly mirrors: readonly string[];
}

/**
 * The bytes of a data set's files, in their order, from the cache; a file that is absent there, or has a wrong size or checksum, is
 * downloaded first.
 *
 * @throws when no mirror gives a file (with the reason of each, and where to put the files by hand), the disk is full or may not be
 * written, or the signal aborts
 */
export async function fetchFiles(
  dataset: RemoteDataset,
  options: Omit<DownloadOptions, "dataDir"> & Pick<SaveOptions, "openFile"> = {},
): Promise<readonly Uint8Array[]> {
  const { name: where, files } = dataset;
  await nodeFiles(where, "In a browser, fetch the files yourself; readIdx, readCifar and readJsonl take their bytes.");
  const paths = await import("node:path");
  const folder = paths.join(options.cacheDir ?? (await userCacheFolder()), where);
  const onProgress = options.onProgress ?? progressBar(where, process.stderr);
  const contents: Uint8Array[] = [];
  for (const file of files) {
    const path = paths.join(folder, file.name);
    const bytes = (await readCached(path, file)) ?? (await download(dataset, file, path, { ...options, where, onProgress }));
    contents.push(bytes);
  }
  return contents;
}

/** Where downloads of this user are kept. */
async function userCacheFolder(): Promise<string> {
  const { homedir } = await import("node:os");
  return cacheFolder({ env: process.env, platform: process.platform, home: homedir() });
}

async function download(
  { mirrors, files }: RemoteDataset,
  file: RemoteFile,
  path: string,
  options: SaveOptions & Pick<DownloadOptions, "mirrors">,
): Promise<Uint8Array> {
  const { where } = options;
  const { mkdir } = await import("node:fs/promises");
  const paths = await import("node:path");
  const folder = paths.dirname(path);
  await mkdir(folder, { recursive: true }).catch((cause: unknown) => {
    throw diskError(where, folder, file.size, cause);
  });
  await removeLeftovers(folder);
  const reasons: string[] = [];
  for (const mirror of options.mirrors ?? mirrors) {
    const address = `${mirror.replace(/\/$/, "")}/${file.name}`;
    const reason = await saveFile(address, file, path, options);
    const saved = reason === undefined ? await readCached(path, file) : undefined;
    if (saved !== undefined) return saved;
    reasons.push(`  ${address}: ${reason ?? "the saved file was changed at once"}`);
  }
  const list = files.map(({ name, size }) => `${name} (${megabytes(size)})`).join(", ");
  throw new Error(
    `${where}: ${file.name} could not be downloaded.\n${reasons.join("\n") || "  mirrors is empty."}\n` +
      `Without a network, put these files into a folder and pass it as dataDir: ${list}. In ${folder} they are found without it.`,
  );
}

/** What a process that was killed has left: temporary files that nobody has written to for a day. */
async function removeLeftovers(folder: string): Promise<void> {
  const { readdir, rm, stat } = await import("node:fs/promises");
  const paths = await import("node:path");
  const day = 24 * 60 * 60 * 1000;
  for (const name of await readdir(folder)) {
    if (!name.endsWith(".part")) continue;
    const path = paths.join(folder, name);
    const written = await stat(path).catch(() => undefined); // another process may have removed it
    if (written !== undefined && Date.now() - written.mtimeMs > day) await rm(path, { force: true });
  }
}
