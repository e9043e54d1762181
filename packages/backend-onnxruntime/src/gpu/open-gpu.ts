import { GpuMemory } from "./gpu-memory.ts";
import { messageOf } from "../executable.ts";
import type { OrtModule } from "../ort.ts";
import { sessionOptions } from "../session-options.ts";
import type { SessionSettings } from "../session-options.ts";

/**
 * The GPU of this machine, ready.
 *
 * @throws with what was tried and what to install when onnxruntime finds none
 */
export async function openGpu(ort: OrtModule, settings: SessionSettings): Promise<GpuMemory> {
  if (settings.executionProviders !== undefined)
    throw new Error('onnxruntime: device "gpu" chooses the WebGPU provider itself. Leave executionProviders out, or device.');
  const gpu = new GpuMemory(ort, sessionOptions(settings));
  try {
    await gpu.open();
  } catch (error) {
    throw new Error(`onnxruntime: ${refusal(messageOf(error))}`, { cause: error });
  }
  return gpu;
}

const refusal = (message: string): string => {
  const [line = ""] = message.trim().split("\n");
  const reason = line.replace(/^.* was false\. /, ""); // without the place in onnxruntime's sources
  if (message.includes("backend not found"))
    return `this build of onnxruntime has no WebGPU provider (${reason}). onnxruntime-node has one on Linux x64, Windows and macOS; in a browser pass onnxruntime-web/webgpu as ort. Or use device: "cpu".`;
  if (/adapter/i.test(message)) return `no GPU was found through WebGPU (${reason}). ${driverAdvice}`;
  return `the GPU could not be opened: ${reason}`;
};

const driverAdvice =
  "On Linux, WebGPU needs a Vulkan driver: that of the GPU's maker, or mesa-vulkan-drivers 25 or later, which also computes without a GPU; " +
  '`vulkaninfo --summary` lists what is found. Or use device: "cpu".';
