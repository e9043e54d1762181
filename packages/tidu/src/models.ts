import type { Layer } from "@tidu/layers";
import { fromBytes as fromBytesOn, functional as functionalOn, load as loadOn, sequential as sequentialOn } from "@tidu/models";
import type { FunctionalOptions, LoadOptions, Model, ModelOptions, OnnxRunner, Sequential } from "@tidu/models";
import { defaultBackend } from "./engine/default-engine.ts";

/**
 * A model of layers that follow one another (Keras's `Sequential`), on the best engine that is installed unless
 * `options.backend` or {@link setBackend} says otherwise.
 *
 * @param layers the first one with an `inputShape`, or the shape comes from the first data
 *
 * @example
 * const model = sequential([layers.dense({ units: 8, activation: "tanh", inputShape: [2] }), layers.dense({ units: 1, activation: "sigmoid" })]);
 */
export const sequential = (layers: readonly (Layer | Model)[] = [], options: ModelOptions = {}): Sequential =>
  sequentialOn(layers, onEngine(options));

/**
 * A model of any graph of layers: several inputs and outputs, branches, shared layers (Keras's functional API), on the best
 * engine that is installed unless `options.backend` or {@link setBackend} says otherwise.
 *
 * @throws when an output depends on an input that is not given
 *
 * @example
 * const x = input({ shape: [4] });
 * const model = functional({ inputs: x, outputs: layers.dense({ units: 3 })(layers.dense({ units: 8, activation: "relu" })(x)) });
 */
export const functional = (options: FunctionalOptions): Model => functionalOn(onEngine(options));

/**
 * Reads a model that `save` wrote: it predicts the same, and trains on where it left off.
 *
 * @throws when the file is missing, broken, of another kind, or names something that is not known
 */
export const load = (path: string, options: LoadOptions = {}): Promise<Model> => loadOn(path, onEngine(options));

/** {@link load} from bytes. */
export const fromBytes = (bytes: Uint8Array, options: LoadOptions = {}, where?: string): Model =>
  fromBytesOn(bytes, onEngine(options), where);

/** The options with an engine, where none is given. */
export const onEngine = <Options extends Pick<ModelOptions, "backend" | "runOnnx">>(
  options: Options,
): Options & Pick<ModelOptions, "backend" | "runOnnx"> => ({
  ...options,
  backend: options.backend ?? defaultBackend(),
  runOnnx: options.runOnnx ?? runOnnx,
});

const runOnnx: OnnxRunner = async (file, inputs) => (await import("@tidu/backend-onnxruntime")).runOnnx(file, inputs);
