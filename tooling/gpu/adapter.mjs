// Prints what the first GPU that WebGPU finds is called, or nothing. A program of its own: a driver that breaks ends the process.
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const require = createRequire(new URL("../../packages/backend-tfjs/package.json", import.meta.url));
const { create } = await import(pathToFileURL(require.resolve("webgpu")).href);
const gpu = create([]);
const adapter = await gpu.requestAdapter();
if (adapter !== null) {
  const { vendor, architecture, description } = adapter.info;
  console.log(description || `${vendor} ${architecture}`);
}
