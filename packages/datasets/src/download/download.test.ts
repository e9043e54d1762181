import { createHash, randomBytes } from "node:crypto";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { fetchFiles } from "./fetch-files.ts";
import type { RemoteDataset } from "./fetch-files.ts";
import type { DownloadProgress } from "./remote-file.ts";

const folder = mkdtempSync(join(tmpdir(), "download-"));
const content = randomBytes(300_000);
const more = randomBytes(10);
const md5 = (bytes: Uint8Array) => ({ algorithm: "md5" as const, digest: createHash("md5").update(bytes).digest("hex") });
const sha256 = (bytes: Uint8Array) => ({ algorithm: "sha256" as const, digest: createHash("sha256").update(bytes).digest("hex") });

/** What the server does for each first part of an address. */
const answers: Readonly<Record<string, (name: string, response: ServerResponse) => void>> = {
  good: (name, response) => response.end(name === "more.gz" ? more : content),
  missing: (_, response) => response.writeHead(404, "Not Found").end("no such file"),
  short: (_, response) => response.writeHead(200, { "content-length": 5 }).end(content.subarray(0, 5)),
  unsaid: (_, response) => {
    response.write(content.subarray(0, 1000)); // chunked: no length is announced
    response.end();
  },
  long: (_, response) => {
    response.write(content);
    response.end("and more");
  },
  broken: (_, response) => {
    response.writeHead(200, { "content-length": content.length });
    response.write(content.subarray(0, 100_000), () => response.destroy());
  },
  damaged: (_, response) => {
    const bytes = Uint8Array.from(content);
    bytes[1234] = (bytes[1234] ?? 0) ^ 1;
    response.end(bytes);
  },
  endless: (_, response) => response.write(content.subarray(0, 1000)),
};

let requests: string[] = [];
let server: Server;
let address = "";
let cacheDir = "";

beforeAll(async () => {
  server = createServer((request: IncomingMessage, response: ServerResponse) => {
    const [, mirror = "", name = ""] = (request.url ?? "").split("/");
    requests.push(`${mirror}/${name}`);
    answers[mirror]?.(name, response);
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
beforeEach(() => {
  requests = [];
  cacheDir = mkdtempSync(join(folder, "cache-"));
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
  rmSync(folder, { recursive: true });
});

const dataset = (...mirrors: readonly string[]): RemoteDataset => ({
  name: "tiny",
  mirrors: mirrors.map((mirror) => `${address}/${mirror}`),
  files: [{ name: "data.gz", size: content.length, checksum: md5(content) }],
});
const cached = () => join(cacheDir, "tiny", "data.gz");
const isSame = (files: readonly Uint8Array[], expected: readonly Buffer[]) =>
  files.length === expected.length && expected.every((bytes, i) => bytes.equals(files[i] ?? new Uint8Array()));
const inCache = () => readdirSync(join(cacheDir, "tiny"));

test("files are downloaded once, told about, and then come from the cache", async () => {
  const heard: DownloadProgress[] = [];
  const both: RemoteDataset = {
    ...dataset("good"),
    files: [...dataset().files, { name: "more.gz", size: more.length, checksum: sha256(more) }],
  };
  const options = { cacheDir, onProgress: (progress: DownloadProgress) => void heard.push(progress) };
  expect(isSame(await fetchFiles(both, options), [content, more])).toBe(true);
  expect(requests).toEqual(["good/data.gz", "good/more.gz"]);
  expect(heard.at(-1)).toEqual({ file: "more.gz", received: 10, size: 10 });
  expect(heard.findLast(({ file }) => file === "data.gz")?.received).toBe(content.length);
  expect(inCache()).toEqual(["data.gz", "more.gz"]);

  expect(isSame(await fetchFiles(both, options), [content, more])).toBe(true);
  expect(requests.length).toBe(2);
});

test("a mirror that lacks the file is passed over", async () => {
  expect(isSame(await fetchFiles(dataset("missing", "good"), { cacheDir }), [content])).toBe(true);
  expect(requests).toEqual(["missing/data.gz", "good/data.gz"]);
});

test("mirrors of the caller replace the public ones", async () => {
  expect(isSame(await fetchFiles(dataset("missing"), { cacheDir, mirrors: [`${address}/good/`] }), [content])).toBe(true);
  expect(requests).toEqual(["good/data.gz"]);
});

const wrong = [
  ["missing", "answered 404 Not Found"],
  ["short", "offers 5 bytes, expected 300000"],
  ["unsaid", "stopped after 1000 of 300000 bytes"],
  ["long", "sent more than the expected 300000 bytes"],
  ["broken", /broke off after \d+ of 300000 bytes/],
  ["damaged", `expected ${md5(content).digest}`],
] as const;

for (const [mirror, reason] of wrong) {
  test(`a ${mirror} download is refused with its reason, and nothing of it is kept`, async () => {
    const error = await fetchFiles(dataset(mirror), { cacheDir }).then(
      () => new Error("it was taken"),
      (thrown: unknown) => thrown as Error,
    );
    expect(error.message).toMatch(reason);
    expect(error.message).toContain(`tiny: data.gz could not be downloaded.\n  ${address}/${mirror}/data.gz: `);
    expect(inCache()).toEqual([]);
  });
}

test("without a network the error says which files belong where", async () => {
  const offline: RemoteDataset = { ...dataset(), mirrors: ["http://127.0.0.1:1"] };
  await expect(fetchFiles(offline, { cacheDir })).rejects.toThrow(
    `Without a network, put these files into a folder and pass it as dataDir: data.gz (0.3 MB). In ${join(cacheDir, "tiny")} they are found without it.`,
  );
});

test("a file in the cache that was damaged or cut off is fetched again", async () => {
  mkdirSync(join(cacheDir, "tiny"));
  const damaged = Uint8Array.from(content);
  damaged[7] = (damaged[7] ?? 0) ^ 1;
  for (const bytes of [damaged, content.subarray(0, 1000), new Uint8Array()]) {
    writeFileSync(cached(), bytes);
    expect(isSame(await fetchFiles(dataset("good"), { cacheDir }), [content])).toBe(true);
    expect(readFileSync(cached()).equals(content)).toBe(true);
  }
  expect(requests.length).toBe(3);
});

test("a file put into the cache by hand is taken without a network", async () => {
  mkdirSync(join(cacheDir, "tiny"));
  writeFileSync(cached(), content);
  expect(isSame(await fetchFiles(dataset(), { cacheDir }), [content])).toBe(true);
});

test("many at once get the file, and no temporary file is left", async () => {
  const all = await Promise.all(Array.from({ length: 8 }, () => fetchFiles(dataset("good"), { cacheDir })));
  for (const files of all) expect(isSame(files, [content])).toBe(true);
  expect(inCache()).toEqual(["data.gz"]);
});

test("a full disk is said, with what to do, and leaves nothing half-written", async () => {
  const full = async (path: string) => {
    writeFileSync(path, "");
    let written = 0;
    return {
      appendFile: async (bytes: Uint8Array) => {
        written += bytes.length;
        if (written > 100_000) throw Object.assign(new Error("ENOSPC: no space left on device, write"), { code: "ENOSPC" });
        writeFileSync(path, bytes, { flag: "a" });
      },
      sync: async () => {},
      close: async () => {},
    };
  };
  await expect(fetchFiles(dataset("good", "good"), { cacheDir, openFile: full })).rejects.toThrow(
    `tiny: the disk is full, and ${cached()} takes 0.3 MB. Free some space, or choose another folder with cacheDir or the environment variable TIDU_CACHE.`,
  );
  expect(requests).toEqual(["good/data.gz"]); // another mirror would not help
  expect(inCache()).toEqual([]);
});

test("a cache folder that cannot be made is said", async () => {
  writeFileSync(join(cacheDir, "file"), "");
  await expect(fetchFiles(dataset("good"), { cacheDir: join(cacheDir, "file") })).rejects.toThrow(
    /tiny: .*file.* cannot be written: .*cacheDir/,
  );
});

test("an aborted download ends with the signal's reason and leaves nothing", async () => {
  const controller = new AbortController();
  const download = fetchFiles(dataset("endless", "good"), {
    cacheDir,
    signal: controller.signal,
    onProgress: () => controller.abort(new Error("enough")),
  });
  await expect(download).rejects.toThrow("enough");
  expect(inCache()).toEqual([]);
  expect(requests).toEqual(["endless/data.gz"]);
});

test("what a killed process left a day ago is removed, what another is writing is not", async () => {
  mkdirSync(join(cacheDir, "tiny"));
  const [old, recent] = ["data.gz.old.part", "data.gz.recent.part"].map((name) => join(cacheDir, "tiny", name));
  for (const path of [old, recent]) writeFileSync(path ?? "", "half");
  const longAgo = new Date(Date.now() - 2 * 24 * 60 * 60 * 1000);
  utimesSync(old ?? "", longAgo, longAgo);
  await fetchFiles(dataset("good"), { cacheDir });
  expect(inCache()).toEqual(["data.gz", "data.gz.recent.part"]);
});
