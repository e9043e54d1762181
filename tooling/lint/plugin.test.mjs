import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, expect, test } from "vitest";

const oxlint = fileURLToPath(new URL("bin/oxlint", import.meta.resolve("oxlint/package.json")));
const folder = mkdtempSync(join(tmpdir(), "lint-"));
const plugin = fileURLToPath(new URL("plugin.mjs", import.meta.url));
const rules = { "tidu/no-double-assertion": "error", "tidu/file-name": "error" };
writeFileSync(join(folder, ".oxlintrc.json"), JSON.stringify({ jsPlugins: [plugin], categories: { correctness: "off" }, rules }));
afterAll(() => rmSync(folder, { recursive: true }));

/** The rules that a file with this name and text breaks. */
function brokenRules(name, text) {
  const file = join(folder, name);
  writeFileSync(file, text);
  const { stdout } = spawnSync(process.execPath, [oxlint, "--config", join(folder, ".oxlintrc.json"), "--format", "json", file], {
    encoding: "utf8",
  });
  return JSON.parse(stdout).diagnostics.map(({ code }) => code);
}

test("a cast through unknown is refused, with parentheses too", () => {
  expect(brokenRules("a.ts", "export const a = 1 as unknown as string;")).toEqual(["tidu(no-double-assertion)"]);
  expect(brokenRules("a.ts", "export const a = (1 as unknown) as string;")).toEqual(["tidu(no-double-assertion)"]);
});

test("one cast is not refused", () => {
  expect(brokenRules("a.ts", "export const a = [1] as readonly unknown[];\nexport const b = 1 as unknown;")).toEqual([]);
});

test("a file name that names no subject is refused", () => {
  expect(brokenRules("utils.ts", "export const a = 1;")).toEqual(["tidu(file-name)"]);
  expect(brokenRules("types.test.ts", "export const a = 1;")).toEqual(["tidu(file-name)"]);
});
