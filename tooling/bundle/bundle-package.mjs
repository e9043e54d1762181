#!/usr/bin/env node
// Joins the modules of the package in this folder into one file per entry (default: src/index.ts), beside the declarations that tsc wrote.
// Node takes a millisecond for each module it loads, and the packages together have hundreds.
import { readdirSync, rmSync } from "node:fs";
import { join, relative } from "node:path";
import { rolldown } from "rolldown";

const [first = "src/index.ts", ...more] = process.argv.slice(2);
const entries = [first, ...more].map((file) => [relative("src", file).replace(/\.ts$/, ""), file]);

for (const file of readdirSync("dist", { recursive: true })) if (/\.js(\.map)?$/.test(file)) rmSync(join("dist", file));

const bundle = await rolldown({
  input: Object.fromEntries(entries),
  external: (specifier, importer, isResolved) => !isResolved && importer !== undefined && !specifier.startsWith("."),
  platform: "neutral",
  transform: { target: "es2022" },
});
await bundle.write({ dir: "dist", format: "esm", sourcemap: true, chunkFileNames: "chunks/[name]-[hash].js" });
await bundle.close();
