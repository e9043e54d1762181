import { build } from "esbuild";
import { gzipSync } from "node:zlib";

/** Bytes of everything a package exports, bundled, minified and compressed with gzip. */
export async function bundleSize(name, folder) {
  const { outputFiles } = await build({
    stdin: { contents: `export * from ${JSON.stringify(name)};`, resolveDir: folder },
    bundle: true,
    minify: true,
    format: "esm",
    platform: "neutral",
    target: "es2022",
    write: false,
    logLevel: "silent",
  });
  return gzipSync(outputFiles[0].contents, { level: 9 }).length;
}
