import type { KernelBackend } from "@tensorflow/tfjs-core";

/**
 * What a WebGPU device reports apart from the calls that caused it: no memory left, a shader that it refuses, its own loss. The kernels go
 * on, and their numbers are wrong.
 */
export class GpuFaults {
  #error: string | undefined;
  #lost: string | undefined;

  constructor({ device }: KernelBackend & { readonly device: GPUDevice }) {
    device.addEventListener("uncapturederror", (event) => {
      event.preventDefault(); // it is thrown here; do not print it too
      this.#error ??= event.error.message;
    });
    void device.lost.then(({ message }) => (this.#lost = message || "no reason given"));
  }

  /** @throws what was reported since the last check; a lost device every time */
  check(): void {
    const [error, lost] = [this.#error, this.#lost];
    this.#error = undefined;
    if (lost !== undefined) throw new Error(`the GPU was lost (${lost}); make a new backend.`);
    if (error !== undefined) throw new Error(`the GPU reported: ${error}`);
  }
}

/** The faults of a backend that computes on a WebGPU device. */
export const faultsOf = (backend: KernelBackend): GpuFaults | undefined =>
  "device" in backend && backend.device instanceof EventTarget
    ? new GpuFaults(backend as KernelBackend & { device: GPUDevice })
    : undefined;
