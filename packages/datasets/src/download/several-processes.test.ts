import { execFile } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import type { ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "vitest";

const run = promisify(execFile);
const root = fileURLToPath(new URL("../..", import.meta.url));

/** Loads the module from its TypeScript source, downloads, and prints the digest of what it got. */
const program = (dataset: unknown, cacheDir: string): string => `
  import { createHash } from "node:crypto";
  import { createViteServer } from "vitest/node";
  const vite = await createViteServer({ configFile: false, root: ${JSON.stringify(root)}, logLevel: "silent", server: { middlewareMode: true, watch: null, ws: false } });
  const { fetchFiles } = await vite.ssrLoadModule("/src/download/fetch-files.ts");
  const [bytes] = await fetchFiles(${JSON.stringify(dataset)}, { cacheDir: ${JSON.stringify(cacheDir)} });
  console.log(createHash("sha256").update(bytes).digest("hex"));
  await vite.close();
`;

test("three processes that download one file at once all get it, and leave it whole", async () => {
  const content = randomBytes(2_000_000);
  const digest = createHash("sha256").update(content).digest("hex");
  const waiting: ServerResponse[] = [];
  // Every answer begins only when all have asked, so that all write at the same time.
  const server = createServer((_, response) => {
    waiting.push(response);
    if (waiting.length === 3) for (const one of waiting) one.end(content);
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const cacheDir = mkdtempSync(join(tmpdir(), "several-"));
  const dataset = {
    name: "tiny",
    mirrors: [`http://127.0.0.1:${(server.address() as AddressInfo).port}`],
    files: [{ name: "data.gz", size: content.length, checksum: { algorithm: "sha256", digest } }],
  };
  try {
    const child = () => run(process.execPath, ["--input-type=module", "--eval", program(dataset, cacheDir)], { cwd: root });
    const all = await Promise.all([child(), child(), child()]);
    expect(all.map(({ stdout }) => stdout.trim())).toEqual([digest, digest, digest]);
    expect(readdirSync(join(cacheDir, "tiny"))).toEqual(["data.gz"]);
  } finally {
    server.close();
    rmSync(cacheDir, { recursive: true });
  }
});
