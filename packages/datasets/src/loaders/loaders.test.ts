import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { afterAll, expect, test } from "vitest";
import { cifar10 } from "./cifar10.ts";
import { cifar100 } from "./cifar100.ts";
import { fashionMnist } from "./fashion-mnist.ts";
import { loadCifar } from "./load-cifar.ts";
import { loadIdxImages } from "./load-idx-images.ts";
import { mnist } from "./mnist.ts";

const root = mkdtempSync(join(tmpdir(), "loaders-"));
const folder = () => mkdtempSync(join(root, "data-"));
afterAll(() => rmSync(root, { recursive: true }));

const idxImages = (count: number) => Uint8Array.of(0, 0, 8, 3, 0, 0, 0, count, 0, 0, 0, 2, 0, 0, 0, 2, ...Array(count * 4).keys());
const idxLabels = (...labels: number[]) => Uint8Array.of(0, 0, 8, 1, 0, 0, 0, labels.length, ...labels);
const idxFiles = {
  "train-images-idx3-ubyte": idxImages(3),
  "train-labels-idx1-ubyte": idxLabels(7, 0, 9),
  "t10k-images-idx3-ubyte": idxImages(1),
  "t10k-labels-idx1-ubyte": idxLabels(4),
};

test("MNIST's four files are read from dataDir, whatever of their names they have, gzipped or not", async () => {
  const named: readonly ((name: string) => string)[] = [(name) => name, (name) => `${name}.gz`, (name) => name.replace("-idx", ".idx")];
  for (const nameOf of named) {
    const dataDir = folder();
    for (const [name, bytes] of Object.entries(idxFiles)) {
      writeFileSync(join(dataDir, nameOf(name)), nameOf(name).endsWith(".gz") ? gzipSync(bytes) : bytes);
    }
    for (const load of [mnist, fashionMnist]) {
      const { train, test: held, classNames } = await load({ dataDir });
      expect(train.x).toEqual({ dtype: "uint8", shape: [3, 2, 2, 1], data: Uint8Array.from(Array(12).keys()) });
      expect(train.y).toEqual({ dtype: "int32", shape: [3], data: Int32Array.of(7, 0, 9) });
      expect([held.x.shape, [...held.y.data], classNames.length]).toEqual([[1, 2, 2, 1], [4], 10]);
    }
  }
});

test("a dataDir that lacks files, or holds files that do not go together, is refused", async () => {
  const dataDir = folder();
  await expect(mnist({ dataDir })).rejects.toThrow(
    `mnist: dataDir ${dataDir} lacks train-images-idx3-ubyte.gz or train-images-idx3-ubyte or train-images.idx3-ubyte, and train-labels`,
  );
  for (const [name, bytes] of Object.entries(idxFiles)) writeFileSync(join(dataDir, name), bytes);
  writeFileSync(join(dataDir, "train-labels-idx1-ubyte"), idxLabels(7, 0));
  await expect(mnist({ dataDir })).rejects.toThrow(
    "mnist: train-images-idx3-ubyte and train-labels-idx1-ubyte: expected a label for each image, received 3 images and 2 labels.",
  );
  writeFileSync(join(dataDir, "train-labels-idx1-ubyte"), idxLabels(7, 10, 0));
  await expect(mnist({ dataDir })).rejects.toThrow("expected labels from 0 to 9, received 10 at position 1.");
  writeFileSync(join(dataDir, "train-labels-idx1-ubyte"), idxImages(3));
  await expect(mnist({ dataDir })).rejects.toThrow(
    "mnist: train-labels-idx1-ubyte: expected labels as uint8[images], received uint8[3, 2, 2].",
  );
});

const cifarRecord = (labels: readonly number[], value: number) => [...labels, ...Array<number>(3072).fill(value)];

/** A folder as the archive of CIFAR-10 unpacks, with one image a batch. */
function cifarFolder(): string {
  const at = folder();
  mkdirSync(join(at, "cifar-10-batches-bin"));
  for (const [i, name] of ["data_batch_1", "data_batch_2", "data_batch_3", "data_batch_4", "data_batch_5", "test_batch"].entries()) {
    writeFileSync(join(at, "cifar-10-batches-bin", `${name}.bin`), Uint8Array.from(cifarRecord([i], 10 * i)));
  }
  return at;
}

test("CIFAR-10 is read from dataDir: the unpacked folder, or what holds it", async () => {
  const dataDir = cifarFolder();
  for (const place of [dataDir, join(dataDir, "cifar-10-batches-bin")]) {
    const { train, test: held, classNames } = await cifar10({ dataDir: place });
    expect([train.x.shape, [...train.y.data]]).toEqual([
      [5, 32, 32, 3],
      [0, 1, 2, 3, 4],
    ]);
    expect([held.x.data[0], classNames[held.y.data[0] ?? 0]]).toEqual([50, "dog"]);
  }
});

test("CIFAR-10 is read from the archive in dataDir, and from one that is downloaded", async ({ skip }) => {
  const at = cifarFolder();
  try {
    execFileSync("tar", ["-czf", "cifar-10-binary.tar.gz", "cifar-10-batches-bin"], { cwd: at, stdio: "ignore" });
  } catch {
    skip("there is no tar here");
  }
  const bytes = readFileSync(join(at, "cifar-10-binary.tar.gz"));
  const dataDir = folder();
  writeFileSync(join(dataDir, "cifar-10-binary.tar.gz"), bytes);
  const expected = await cifar10({ dataDir: at });
  expect(await cifar10({ dataDir })).toEqual(expected);

  const server = createServer((_, response) => response.end(bytes));
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const remote = {
    name: "cifar10",
    mirrors: [`http://127.0.0.1:${(server.address() as AddressInfo).port}`],
    files: [
      {
        name: "cifar-10-binary.tar.gz",
        size: bytes.length,
        checksum: { algorithm: "sha256", digest: createHash("sha256").update(bytes).digest("hex") },
      },
    ],
    folder: "cifar-10-batches-bin",
    train: ["data_batch_1.bin", "data_batch_2.bin", "data_batch_3.bin", "data_batch_4.bin", "data_batch_5.bin"],
    test: "test_batch.bin",
    labelBytes: 1,
    labelByte: 0,
    classNames: expected.classNames,
  } as const;
  try {
    expect(await loadCifar(remote, { cacheDir: folder() })).toEqual(expected);
    await expect(loadCifar({ ...remote, test: "other.bin" }, { cacheDir: folder() })).rejects.toThrow(
      /cifar10: the archive holds no other.bin, but .*data_batch_1.bin/,
    );
  } finally {
    server.close();
  }
});

test("CIFAR-100 gives fine or coarse labels, with their names", async () => {
  const dataDir = folder();
  for (const name of ["train.bin", "test.bin"]) writeFileSync(join(dataDir, name), Uint8Array.from(cifarRecord([4, 0], 1)));
  const fine = await cifar100({ dataDir });
  const coarse = await cifar100({ dataDir, labelMode: "coarse" });
  // apples are fruit: the table of classes on the CIFAR page
  expect([fine.classNames.length, fine.classNames[fine.train.y.data[0] ?? -1]]).toEqual([100, "apple"]);
  expect([coarse.classNames.length, coarse.classNames[coarse.train.y.data[0] ?? -1]]).toEqual([20, "fruit_and_vegetables"]);
  // @ts-expect-error no such mode
  await expect(cifar100({ dataDir, labelMode: "fines" })).rejects.toThrow('labelMode "fines": did you mean "fine"?');
});

test("a cut CIFAR file and an empty dataDir are refused", async () => {
  const dataDir = cifarFolder();
  writeFileSync(join(dataDir, "cifar-10-batches-bin", "data_batch_2.bin"), new Uint8Array(3000));
  await expect(cifar10({ dataDir })).rejects.toThrow(/cifar10: data_batch_1.bin, .*expected records of 3073 bytes .* received 3000 bytes/);
  await expect(cifar10({ dataDir: folder() })).rejects.toThrow(/lacks data_batch_1.bin or .* Nor is there cifar-10-binary.tar.gz./);
});

test("a data set is downloaded from mirrors, verified and read", async () => {
  const files = Object.entries(idxFiles).map(([name, bytes]) => ({ name: `${name}.gz`, bytes: gzipSync(bytes) }));
  const server = createServer((request, response) => response.end(files.find(({ name }) => request.url === `/${name}`)?.bytes));
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const remote = {
    name: "tiny",
    mirrors: [`http://127.0.0.1:${(server.address() as AddressInfo).port}`],
    files: files.map(({ name, bytes }) => ({
      name,
      size: bytes.length,
      checksum: { algorithm: "md5" as const, digest: createHash("md5").update(bytes).digest("hex") },
    })),
  };
  try {
    const { train } = await loadIdxImages(remote, Array<string>(10).fill(""), { cacheDir: folder() });
    expect([train.x.shape, [...train.y.data]]).toEqual([
      [3, 2, 2, 1],
      [7, 0, 9],
    ]);
  } finally {
    server.close();
  }
});

test("the real MNIST is read, with the bytes that its authors published", async ({ skip }) => {
  const dataDir = fileURLToPath(new URL("../../../../../shared/data/mnist", import.meta.url));
  if (!existsSync(dataDir)) skip("shared/data/mnist is absent");
  const { train, test: held } = await mnist({ dataDir });
  expect([train.x.shape, train.y.shape, held.x.shape, held.y.shape]).toEqual([[60000, 28, 28, 1], [60000], [10000, 28, 28, 1], [10000]]);
  expect([...train.y.data.subarray(0, 10)]).toEqual([5, 0, 4, 1, 9, 2, 1, 3, 1, 4]);
  const md5 = (header: readonly number[], data: Uint8Array) => createHash("md5").update(Uint8Array.from(header)).update(data).digest("hex");
  // MD5 of the unzipped files, from the data's own README; the header is magic and sizes.
  expect(md5([0, 0, 8, 3, 0, 0, 0xea, 0x60, 0, 0, 0, 28, 0, 0, 0, 28], train.x.data)).toBe("6bbc9ace898e44ae57da46a324031adb");
  expect(md5([0, 0, 8, 3, 0, 0, 0x27, 0x10, 0, 0, 0, 28, 0, 0, 0, 28], held.x.data)).toBe("2646ac647ad5339dbf082846283269ea");
  expect(md5([0, 0, 8, 1, 0, 0, 0xea, 0x60], Uint8Array.from(train.y.data))).toBe("a25bea736e30d166cdddb491f175f624");
  expect(md5([0, 0, 8, 1, 0, 0, 0x27, 0x10], Uint8Array.from(held.y.data))).toBe("27ae3e4e09519cfbb04c329615203637");
});
