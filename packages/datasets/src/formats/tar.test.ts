import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { parseTar } from "./tar.ts";

const folder = mkdtempSync(join(tmpdir(), "tar-"));
mkdirSync(join(folder, "batches"));
writeFileSync(
  join(folder, "batches", "one.bin"),
  Uint8Array.from({ length: 700 }, (_, i) => i % 256),
);
writeFileSync(join(folder, "batches", "empty.bin"), "");
writeFileSync(join(folder, "readme.html"), "text");
afterAll(() => rmSync(folder, { recursive: true }));

/** The archive that the system's own tar makes; absent without one. */
function archive(): Uint8Array | undefined {
  try {
    execFileSync("tar", ["-cf", "all.tar", "batches", "readme.html"], { cwd: folder, stdio: "ignore" });
    return readFileSync(join(folder, "all.tar"));
  } catch {
    return undefined;
  }
}

test("the files of an archive that tar made are found with their bytes", ({ skip }) => {
  const bytes = archive() ?? skip("there is no tar here");
  const files = parseTar("all.tar", bytes);
  expect([...files.keys()].toSorted()).toEqual(["batches/empty.bin", "batches/one.bin", "readme.html"]);
  expect(files.get("batches/one.bin")).toEqual(readFileSync(join(folder, "batches", "one.bin")));
  expect(files.get("batches/empty.bin")?.length).toBe(0);
});

test("an archive that is cut off, damaged or none is refused", ({ skip }) => {
  const bytes = archive() ?? skip("there is no tar here");
  expect(() => parseTar("all.tar", bytes.subarray(0, 512))).toThrow("all.tar: the archive has no end: it is cut off.");
  const start = [...parseTar("all.tar", bytes).values()].find(({ length }) => length === 700)?.byteOffset ?? 0;
  expect(() => parseTar("all.tar", bytes.subarray(0, start - bytes.byteOffset + 300))).toThrow(/the archive ends within batches\/one.bin/);
  const damaged = Uint8Array.from(bytes);
  damaged[3] = 0x58;
  expect(() => parseTar("all.tar", damaged)).toThrow("expected a tar header at byte 0");
  expect(() => parseTar("page", new TextEncoder().encode("<html>".repeat(200)))).toThrow("page: expected a tar header at byte 0");
});
