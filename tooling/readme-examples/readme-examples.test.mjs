import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { formatWithOptions } from "node:util";
import { afterEach, expect, test, vi } from "vitest";
import { examplesUnder } from "./examples.mjs";

const here = fileURLToPath(new URL(".", import.meta.url));
const written = join(here, "written");
const examples = examplesUnder(join(here, "../.."));

rmSync(written, { recursive: true, force: true });
mkdirSync(written);
for (const { name, code } of examples) writeFileSync(join(written, `${name}.ts`), `${code}export {};\n`);

const start = process.cwd();
afterEach(() => {
  process.chdir(start);
  vi.restoreAllMocks();
});

test("every example of a README compiles", () => {
  const options = { extends: "../../typescript/base.json", compilerOptions: { composite: false, noEmit: true }, include: ["*.ts"] };
  writeFileSync(join(written, "tsconfig.json"), JSON.stringify(options));
  const tsc = fileURLToPath(new URL("bin/tsc", import.meta.resolve("typescript/package.json")));
  const { stdout } = spawnSync(process.execPath, [tsc, "--project", written], { encoding: "utf8" });
  expect(stdout).toBe("");
});

test.each(examples)("the README example $name runs and prints what it says", async ({ name, prints }) => {
  const lines = [];
  vi.spyOn(console, "log").mockImplementation(
    (...values) => void lines.push(...formatWithOptions({ colors: false }, ...values).split("\n")),
  );
  vi.spyOn(process.stdout, "write").mockImplementation(() => true);
  const folder = mkdtempSync(join(tmpdir(), "readme-"));
  process.chdir(folder);
  await import(/* @vite-ignore */ pathToFileURL(join(written, `${name}.ts`)).href);
  process.chdir(start);
  rmSync(folder, { recursive: true });
  for (const line of prints) expect(lines).toContain(line);
});
