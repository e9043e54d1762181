import { bindSizes, inlineCalls } from "@tidu/core-tensor";
import type { Backend, CompileOptions, DeviceTensor, DimBindings, Graph, TensorData, TensorSpec, TypedArray } from "@tidu/core-tensor";
import { encodeModelFiles, toOnnx } from "@tidu/onnx-export";
import type { GraphProto } from "@tidu/onnx-export";
import { bakeConstants } from "./bake-constants.ts";
import { uploaded } from "./device-tensor.ts";
import { messageOf, OrtExecutable } from "./executable.ts";
import { expand } from "./expand.ts";
import { expandForGpu } from "./gpu/expand-for-gpu.ts";
import { outputLocation } from "./gpu/gpu-memory.ts";
import type { GpuMemory } from "./gpu/gpu-memory.ts";
import { openGpu } from "./gpu/open-gpu.ts";
import { loadOrt } from "./load-ort.ts";
import type { OrtModule, OrtSession, OrtSessionOptions } from "./ort.ts";
import { sessionOptions } from "./session-options.ts";
import type { SessionSettings } from "./session-options.ts";
import { holdsNothing, specialSizes } from "./special-sizes.ts";
import { staysWhole, wholeCalls } from "./whole-calls.ts";

export interface OnnxruntimeOptions extends SessionSettings {
  /**
   * The onnxruntime module. Default: onnxruntime-node, loaded now; in a browser pass `onnxruntime-web/wasm`, or
   * `onnxruntime-web/webgpu` for its GPU.
   */
  readonly ort?: OrtModule;
}

/**
 * The backend that runs graphs natively in onnxruntime, whole training steps included.
 *
 * `const backend = await onnxruntime();` `const backend = await onnxruntime({ device: "gpu" });`
 *
 * @throws with the install command when onnxruntime-node is missing; with what to install when there is no GPU that it can use
 */
export const onnxruntime = async ({ ort, ...settings }: OnnxruntimeOptions = {}): Promise<Backend> => {
  const module = ort ?? (await loadOrt());
  const gpu = settings.device === "gpu" ? await openGpu(module, settings) : undefined;
  const provider = settings.device === "gpu" ? "webgpu" : (settings.executionProviders?.join("+") ?? "cpu");
  return new OnnxruntimeBackend(module, settings, `${ort ? "onnxruntime" : "onnxruntime-node"} ${provider}`, gpu);
};

class OnnxruntimeBackend implements Backend {
  readonly name: string;
  /** Loops run on the host, and the state of a loop over training steps would leave the GPU with every step. */
  readonly loops: "native" | "host";
  readonly #ort: OrtModule;
  readonly #settings: SessionSettings;
  readonly #gpu: GpuMemory | undefined;
  readonly #live = new Set<OrtExecutable>();

  constructor(ort: OrtModule, settings: SessionSettings, name: string, gpu?: GpuMemory) {
    this.#ort = ort;
    this.#settings = settings;
    this.#gpu = gpu;
    this.name = name;
    this.loops = gpu === undefined ? "native" : "host";
  }

  async compile(graph: Graph, { name = "graph", constants = new Map() }: CompileOptions = {}): Promise<OrtExecutable> {
    return this.#open(bakeConstants(graph, await numbersOf(constants)), name);
  }

  upload(data: TypedArray, spec: TensorSpec): DeviceTensor {
    return uploaded(this.#ort, data, spec, this.#gpu);
  }

  async dispose(): Promise<void> {
    await Promise.all([...this.#live].map((executable) => executable.release()));
    await this.#gpu?.release();
  }

  async #open(graph: Graph, name: string): Promise<OrtExecutable> {
    const onGpu = this.#gpu !== undefined && !holdsNothing(graph);
    const onnx = toOnnx(onGpu ? expandForGpu(graph, staysWhole) : expand(inlineCalls(graph, wholeCalls(graph))), { name });
    const { model, externalData } = encodeModelFiles(onnx, { externalDataPath: "weights" });
    const options = {
      ...sessionOptions(onGpu ? this.#settings : { ...this.#settings, device: "cpu" }),
      ...(externalData && { externalData: [externalData] }),
      ...(onGpu && { preferredOutputLocation: outputLocations(onnx.graph) }),
    };
    const open = (): Promise<OrtSession> =>
      this.#ort.InferenceSession.create(model, options).catch((error: unknown) => {
        throw new Error(`onnxruntime: compiling "${name}" failed. ${messageOf(error)}`, { cause: error });
      });
    const special = specialSizes(graph, onGpu);
    const parts = {
      name,
      graph,
      gpu: this.#gpu,
      onGpu,
      inputNames: onnx.graph.inputs.map((input) => input.name),
      outputNames: onnx.graph.outputs.map((output) => output.name),
      special,
      specialize: (bindings: DimBindings) => this.#open(bindSizes(graph, bindings), name),
      onDispose: (disposed: OrtExecutable) => this.#live.delete(disposed),
    };
    // On a GPU it is the sizes of a run that say whether loops, all of which would run on the host, are written out.
    const executable = new OrtExecutable(parts, onGpu && special ? open : await open());
    this.#live.add(executable);
    return executable;
  }
}

const outputLocations = ({ outputs }: GraphProto): NonNullable<OrtSessionOptions["preferredOutputLocation"]> =>
  Object.fromEntries(outputs.map(({ name, type }) => [name, outputLocation(type)]));

const numbersOf = async (constants: ReadonlyMap<number, DeviceTensor>): Promise<ReadonlyMap<number, TensorData>> => {
  const numbers = new Map<number, TensorData>();
  for (const [position, tensor] of constants) {
    const { dtype, shape } = tensor.spec;
    numbers.set(position, { dtype, shape: shape.map(Number), data: await tensor.data() });
  }
  return numbers;
};
