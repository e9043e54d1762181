import type * as tfjsWebgpu from "@tensorflow/tfjs-backend-webgpu";
import type { KernelBackend } from "@tensorflow/tfjs-core";
import type { create } from "webgpu";

/** The packages of the webgpu backend; Dawn is WebGPU for Node, browsers have their own. */
export interface WebgpuPackages {
  readonly webgpu: () => Promise<Pick<typeof tfjsWebgpu, "WebGPUBackend">>;
  readonly dawn: () => Promise<Dawn>;
}

/** What is needed of the package `webgpu`. */
export interface Dawn {
  readonly create: (options: string[]) => Pick<ReturnType<typeof create>, "requestAdapter">;
  /** GPUBufferUsage and the like, which tfjs expects to be global. */
  readonly globals: object;
}

/** What to do where there is no GPU. */
export const adapterAdvice =
  "On Linux, WebGPU needs a Vulkan driver: that of the GPU's maker, or mesa-vulkan-drivers 25 or later, which also computes without a GPU; " +
  '`vulkaninfo --summary` lists what is found. Or use device: "cpu".';

/**
 * A webgpu backend of tfjs on a device of its own, for machines on which tfjs finds no WebGPU by itself.
 *
 * @throws when there is no adapter, with what to install
 */
export async function openWebgpu(
  { WebGPUBackend }: Pick<typeof tfjsWebgpu, "WebGPUBackend">,
  { create, globals }: Dawn,
): Promise<KernelBackend> {
  const gpu = create([]);
  const adapter = await gpu.requestAdapter({ powerPreference: "high-performance" });
  if (adapter === null) throw new Error(`tfjsBackend: no GPU was found through WebGPU (requestAdapter gave none). ${adapterAdvice}`);
  const { limits } = adapter;
  const device = await adapter.requestDevice({
    requiredLimits: {
      maxBufferSize: limits.maxBufferSize,
      maxStorageBufferBindingSize: limits.maxStorageBufferBindingSize,
      maxComputeWorkgroupStorageSize: limits.maxComputeWorkgroupStorageSize,
      maxComputeWorkgroupsPerDimension: limits.maxComputeWorkgroupsPerDimension,
      maxComputeWorkgroupSizeX: limits.maxComputeWorkgroupSizeX,
      maxComputeInvocationsPerWorkgroup: limits.maxComputeInvocationsPerWorkgroup,
    },
  });
  for (const [name, value] of Object.entries(globals)) if (!(name in globalThis)) Object.defineProperty(globalThis, name, { value });
  const backend = withNavigator(gpu, () => new WebGPUBackend(device, adapter.info));
  return Object.assign(backend, { gpu }); // Dawn ends when nobody holds what create() gave, and its devices with it
}

/** tfjs refuses to be made where `navigator.gpu` is not there. It must not stay there either: a process that can reach it does not end. */
function withNavigator<Result>(gpu: object, make: () => Result): Result {
  const { navigator } = globalThis as { navigator?: object };
  const [owner, name, value] = navigator === undefined ? [globalThis, "navigator", { gpu }] : [navigator, "gpu", gpu];
  Object.defineProperty(owner, name, { value, configurable: true });
  try {
    return make();
  } finally {
    Reflect.deleteProperty(owner, name);
  }
}
