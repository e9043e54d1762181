import { sizeOfShape } from "@tidu/core-tensor";
import { encodeModel } from "@tidu/onnx-export";
import type { OrtModule, OrtSession, OrtSessionOptions, OrtTensor } from "../ort.ts";

/** What the WebGPU provider computes with. Numbers of other dtypes stay on the host, where the ops that take them run too. */
const onGpu = (type: string): boolean => type === "float32" || type === "int32";

/** Where a run leaves an output. */
export const outputLocation = (type: string): "gpu-buffer" | "cpu" => (onGpu(type) ? "gpu-buffer" : "cpu");

/**
 * Numbers in and out of the GPU. They cross in sessions that hand a tensor through: reading one in place (`getData()`) ends the process in
 * onnxruntime-node, and a run has no way to put its inputs there to stay.
 */
export class GpuMemory {
  readonly #ort: OrtModule;
  readonly #options: OrtSessionOptions;
  readonly #sessions = new Map<string, Promise<OrtSession>>();

  constructor(ort: OrtModule, options: OrtSessionOptions) {
    this.#ort = ort;
    this.#options = options;
  }

  /** Whether a tensor gains from being on the GPU, and is not there. */
  wants({ type, location, dims }: OrtTensor): boolean {
    return onGpu(type) && location !== "gpu-buffer" && sizeOfShape(dims) > 0;
  }

  /** A copy on the GPU. */
  upload(tensor: OrtTensor): Promise<OrtTensor> {
    return this.#pass(tensor, "gpu-buffer");
  }

  /** A copy on the host. */
  toHost(tensor: OrtTensor): Promise<OrtTensor> {
    return this.#pass(tensor, "cpu");
  }

  /** Opens the GPU; fails where there is none. */
  async open(): Promise<void> {
    await this.#session("float32", "cpu");
  }

  async release(): Promise<void> {
    const open = await Promise.all(this.#sessions.values());
    this.#sessions.clear();
    await Promise.all(open.map((session) => session.release()));
  }

  async #pass(x: OrtTensor, location: "cpu" | "gpu-buffer"): Promise<OrtTensor> {
    const session = await this.#session(x.type === "int32" ? "int32" : "float32", location);
    const { y } = await session.run({ x });
    if (y === undefined) throw new Error("onnxruntime: no numbers came back from the GPU.");
    return y;
  }

  #session(type: "float32" | "int32", location: "cpu" | "gpu-buffer"): Promise<OrtSession> {
    const key = `${type} ${location}`;
    const known = this.#sessions.get(key);
    if (known !== undefined) return known;
    const options = { ...this.#options, preferredOutputLocation: { y: location } };
    const session = this.#ort.InferenceSession.create(identity(type), options);
    this.#sessions.set(key, session);
    session.catch(() => this.#sessions.delete(key)); // the next call tries again
    return session;
  }
}

/** y = x, of any shape. */
const identity = (type: "float32" | "int32"): Uint8Array =>
  encodeModel({
    irVersion: 10,
    opsets: [{ domain: "", version: 21 }],
    graph: {
      name: "identity",
      inputs: [{ name: "x", type }],
      outputs: [{ name: "y", type }],
      initializers: [],
      nodes: [{ opType: "Identity", inputs: ["x"], outputs: ["y"] }],
    },
  });
