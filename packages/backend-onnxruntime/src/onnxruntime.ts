import { bindSizes, inlineCalls } from "@tidu/core-tensor";
import type { Backend, CallParams, CompileOptions, DeviceTensor, Graph, TensorData, TensorSpec, TypedArray } from "@tidu/core-tensor";
import { encodeModelFiles, isClaimed, toOnnx } from "@tidu/onnx-export";
import { bakeConstants } from "./bake-constants.ts";
import { uploaded } from "./device-tensor.ts";
import { messageOf, OrtExecutable } from "./executable.ts";
import { expand } from "./expand.ts";
import { loadOrt } from "./load-ort.ts";
import type { OrtModule } from "./ort.ts";
import { symbolicLengths } from "./scan-lengths.ts";
import { sessionOptions } from "./session-options.ts";
import type { SessionSettings } from "./session-options.ts";

export interface OnnxruntimeOptions extends SessionSettings {
  /** The onnxruntime module. Default: onnxruntime-node, loaded now; in a browser pass `onnxruntime-web/wasm`. */
  readonly ort?: OrtModule;
}

/**
 * The backend that runs graphs natively in onnxruntime, whole training steps included.
 *
 * `const backend = await onnxruntime();`
 *
 * @throws with the install command when onnxruntime-node is missing
 */
export const onnxruntime = async ({ ort, ...settings }: OnnxruntimeOptions = {}): Promise<Backend> => {
  const provider = settings.executionProviders?.join("+") ?? "cpu";
  return new OnnxruntimeBackend(ort ?? (await loadOrt()), settings, `${ort ? "onnxruntime" : "onnxruntime-node"} ${provider}`);
};

class OnnxruntimeBackend implements Backend {
  readonly name: string;
  readonly loops = "native";
  readonly #ort: OrtModule;
  readonly #settings: SessionSettings;
  readonly #live = new Set<OrtExecutable>();

  constructor(ort: OrtModule, settings: SessionSettings, name: string) {
    this.#ort = ort;
    this.#settings = settings;
    this.name = name;
  }

  async compile(graph: Graph, { name = "graph", constants = new Map() }: CompileOptions = {}): Promise<OrtExecutable> {
    return this.#open(bakeConstants(graph, await numbersOf(constants)), name);
  }

  upload(data: TypedArray, spec: TensorSpec): DeviceTensor {
    return uploaded(this.#ort, data, spec);
  }

  async dispose(): Promise<void> {
    await Promise.all([...this.#live].map((executable) => executable.release()));
  }

  async #open(graph: Graph, name: string): Promise<OrtExecutable> {
    const onnx = toOnnx(expand(inlineCalls(graph, staysWhole)), { name });
    const { model, externalData } = encodeModelFiles(onnx, { externalDataPath: "weights" });
    const options = { ...sessionOptions(this.#settings), ...(externalData && { externalData: [externalData] }) };
    const session = await this.#ort.InferenceSession.create(model, options).catch((error: unknown) => {
      throw new Error(`onnxruntime: compiling "${name}" failed. ${messageOf(error)}`, { cause: error });
    });
    const executable = new OrtExecutable({
      name,
      graph,
      session,
      inputNames: onnx.graph.inputs.map((input) => input.name),
      outputNames: onnx.graph.outputs.map((output) => output.name),
      lengths: symbolicLengths(graph),
      specialize: (bindings) => this.#open(bindSizes(graph, bindings), name),
      onDispose: (disposed) => this.#live.delete(disposed),
    });
    this.#live.add(executable);
    return executable;
  }
}

const numbersOf = async (constants: ReadonlyMap<number, DeviceTensor>): Promise<ReadonlyMap<number, TensorData>> => {
  const numbers = new Map<number, TensorData>();
  for (const [position, tensor] of constants) {
    const { dtype, shape } = tensor.spec;
    numbers.set(position, { dtype, shape: shape.map(Number), data: await tensor.data() });
  }
  return numbers;
};

/**
 * Composites that onnxruntime has an operator for. Without a derivative of its own a composite is differentiated through its body,
 * which a training graph then computes anyway: written out, the two are shared (and in prediction onnxruntime finds the operator itself).
 */
const staysWhole = (call: CallParams): boolean => isClaimed(call) && (call.gradient !== undefined || call.name.endsWith("Gradient"));
