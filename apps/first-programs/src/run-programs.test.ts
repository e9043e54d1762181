import { mkdtemp, readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { runPrograms } from "./run-programs.ts";

test("a chosen program prints figure beside target and writes its row", async () => {
  const path = join(await mkdtemp(join(tmpdir(), "programs-")), "rows.json");
  const said: string[] = [];
  expect(await runPrograms(["P5", "--backend", "onnxruntime-node", "--json", path], (text) => said.push(text))).toBe(0);
  expect(said.join("\n")).toMatch(/P5 a line +onnxruntime-node +0\.\d+ +≤ 0\.03 +reached/);
  const rows: unknown = JSON.parse(await readFile(path, "utf8"));
  const number: unknown = expect.any(Number);
  expect(rows).toEqual([
    { id: "P5", backend: "onnxruntime-node", figure: number, target: 0.03, reached: true, seconds: number, fitSeconds: number },
  ]);
});
