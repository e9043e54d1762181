import { expect, test } from "vitest";
import { loadEngine } from "./load-engine.ts";

const missing = (name: string) => async (): Promise<never> => {
  throw Object.assign(new Error(`Cannot find package '${name}' imported from here`), { code: "ERR_MODULE_NOT_FOUND" });
};
const packages = {
  core: () => import("@tensorflow/tfjs-core"),
  cpu: missing("@tensorflow/tfjs-backend-cpu"),
  wasm: missing("@tensorflow/tfjs-backend-wasm"),
  webgpu: missing("@tensorflow/tfjs-backend-webgpu"),
  dawn: missing("webgpu"),
};

test("a missing package gives the command that installs it", async () => {
  await expect(loadEngine({ backend: "cpu" }, packages)).rejects.toThrow(
    "@tensorflow/tfjs-backend-cpu is not installed. Install it with: npm install @tensorflow/tfjs-core@4.22 @tensorflow/tfjs-backend-cpu@4.22",
  );
  await expect(loadEngine({ backend: "wasm" }, { ...packages, core: missing("@tensorflow/tfjs-core") })).rejects.toThrow(
    "@tensorflow/tfjs-core is not installed. Install it with: npm install @tensorflow/tfjs-core@4.22 @tensorflow/tfjs-backend-wasm@4.22",
  );
});

test("WebGPU in Node needs two packages more", async () => {
  const command = "npm install @tensorflow/tfjs-core@4.22 @tensorflow/tfjs-backend-webgpu@4.22";
  await expect(loadEngine({ backend: "webgpu" }, packages)).rejects.toThrow(`webgpu is not installed. Install it with: ${command}`);
  const webgpu = () => import("@tensorflow/tfjs-backend-webgpu");
  await expect(loadEngine({ backend: "webgpu" }, { ...packages, webgpu })).rejects.toThrow(
    `the package webgpu is not installed. Install it with: ${command} webgpu`,
  );
});

test("without a GPU it says what was tried, and what to install", async () => {
  const webgpu = () => import("@tensorflow/tfjs-backend-webgpu");
  const dawn = async () => ({ create: () => ({ requestAdapter: async () => null }), globals: {} });
  const refused = loadEngine({ backend: "webgpu" }, { ...packages, webgpu, dawn });
  await expect(refused).rejects.toThrow(/no GPU was found through WebGPU.*Vulkan driver.*device: "cpu"/);
});

test("a package that breaks while loading says why", async () => {
  const wasm = async (): Promise<never> => {
    throw new Error("no WebAssembly here");
  };
  await expect(loadEngine({ backend: "wasm" }, { ...packages, wasm })).rejects.toThrow("does not load here: no WebAssembly here");
});
