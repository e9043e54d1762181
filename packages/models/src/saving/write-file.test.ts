import { execFileSync } from "node:child_process";
import { chmod, mkdir, mkdtemp, readdir, readFile, readlink, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readFileWhole, writeFilesWhole, writeFileWhole } from "./write-file.ts";

const folder = (): Promise<string> => mkdtemp(join(tmpdir(), "tidu-write-"));
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

test("bytes are written and read, nothing else is left", async () => {
  const place = await folder();
  const path = join(place, "file");
  await writeFileWhole(path, bytes("first"));
  await writeFileWhole(path, bytes("second"));
  expect(new TextDecoder().decode(await readFileWhole(path))).toBe("second");
  expect(await readdir(place)).toEqual(["file"]);
});

test("a link stays a link, what it points at is replaced", async () => {
  const place = await folder();
  await writeFile(join(place, "file"), "before");
  await symlink("file", join(place, "link"));
  await writeFileWhole(join(place, "link"), bytes("after"));
  expect(await readlink(join(place, "link"))).toBe("file");
  expect(await readFile(join(place, "file"), "utf8")).toBe("after");
});

test("a missing folder, a folder in place of a file and a file in place of a folder are named", async () => {
  const place = await folder();
  const missing = join(place, "missing", "file");
  await expect(writeFileWhole(missing, bytes("x"))).rejects.toThrow(
    `Could not write ${missing}: no such file or folder. Create the folder first, or check the path.`,
  );
  await mkdir(join(place, "folder"));
  await expect(writeFileWhole(join(place, "folder"), bytes("x"))).rejects.toThrow("it is a folder. Name a file in it.");
  await writeFile(join(place, "file"), "before");
  await expect(writeFileWhole(join(place, "file", "below"), bytes("x"))).rejects.toThrow("a part of the path is a file, not a folder.");
  expect(await readdir(place)).toEqual(["file", "folder"]);
});

/** The superuser may write anywhere. */
test.skipIf(process.getuid?.() === 0)("a read-only folder keeps its file", async () => {
  const place = await folder();
  await writeFile(join(place, "file"), "before");
  await chmod(place, 0o500);
  await expect(writeFileWhole(join(place, "file"), bytes("after"))).rejects.toThrow("permission denied.");
  await chmod(place, 0o700);
  expect(await readFile(join(place, "file"), "utf8")).toBe("before");
});

test("when one of several files cannot be written, none is replaced", async () => {
  const place = await folder();
  const path = join(place, "file");
  await writeFile(path, "before");
  const broken = writeFilesWhole([
    { path, bytes: bytes("after") },
    { path: join(place, "missing", "file"), bytes: bytes("after") },
  ]);
  await expect(broken).rejects.toThrow("Could not write");
  expect(await readFile(path, "utf8")).toBe("before");
  expect(await readdir(place)).toEqual(["file"]);
});

/** Linux can limit the size of files of a running process, which fails as a full disk does. */
const limitFiles = (limit: string): void =>
  void execFileSync("prlimit", ["--pid", String(process.pid), `--fsize=${limit}:`], { stdio: "ignore" });
const canLimit = (() => {
  try {
    limitFiles("unlimited");
    return true;
  } catch {
    return false;
  }
})();

test.skipIf(!canLimit)("a file that stops growing half way leaves the old one", async () => {
  const place = await folder();
  const path = join(place, "file");
  await writeFile(path, "before");
  limitFiles("100000");
  try {
    await expect(writeFileWhole(path, new Uint8Array(1_000_000))).rejects.toThrow(/Could not write .*Nothing was replaced/);
  } finally {
    limitFiles("unlimited");
  }
  expect(await readFile(path, "utf8")).toBe("before");
  expect(await readdir(place)).toEqual(["file"]);
});
