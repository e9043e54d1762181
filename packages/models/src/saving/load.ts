import type { CustomObjects } from "@tidu/layers";
import { Model } from "../model.ts";
import type { ModelOptions } from "../network-model.ts";
import { Sequential } from "../sequential.ts";
import type { CompileOptions } from "../training/compile.ts";
import { networkFrom } from "./architecture.ts";
import { compileOptionsFrom } from "./compile-config.ts";
import { decodeModelFile } from "./model-file.ts";
import { readFileWhole } from "./write-file.ts";

export interface LoadOptions extends Omit<ModelOptions, "seed"> {
  /** Layers, initializers and functions of your own that the file names. */
  readonly custom?: CustomObjects;
  /** How the model was compiled, where the file could not hold it: with functions that have no name. */
  readonly compile?: CompileOptions;
}

/**
 * Reads a model that `save` wrote: it predicts the same, and trains on where it left off.
 *
 * @throws when the file is missing, broken, of another kind, or names something that is not known
 */
export const load = async (path: string, options: LoadOptions = {}): Promise<Model> => fromBytes(await readFileWhole(path), options, path);

/** {@link load} from bytes. */
export function fromBytes(bytes: Uint8Array, { custom = {}, compile, ...options }: LoadOptions = {}, where = "model file"): Model {
  const file = decodeModelFile(bytes, where);
  const named = { name: file.name, ...options };
  const { network, layers } = networkFrom(file.architecture, custom, where);
  const model = file.kind === "sequential" ? new Sequential(layers, named, network) : new Model(network, named, file.name);
  const compiled = compile ?? (file.compile && compileOptionsFrom(file.compile, custom));
  if (compiled !== undefined) model.compile(compiled);
  return model.restore(file);
}
