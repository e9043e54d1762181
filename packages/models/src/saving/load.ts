import type { CustomObjects } from "@tidu/layers";
import { Model } from "../model.ts";
import type { ModelOptions } from "../model.ts";
import { Sequential } from "../sequential.ts";
import { networkFrom } from "./architecture.ts";
import { compileOptionsFrom } from "./compile-config.ts";
import { decodeModelFile } from "./model-file.ts";
import { readFileWhole } from "./write-file.ts";

export interface LoadOptions extends Omit<ModelOptions, "seed"> {
  /** Layers, initializers and functions of your own that the file names. */
  readonly custom?: CustomObjects;
}

/**
 * Reads a model that `save` wrote: it predicts the same, and trains on where it left off.
 *
 * @throws when the file is missing, broken, of another kind, or names something that is not known
 */
export const load = async (path: string, options: LoadOptions = {}): Promise<Model> => fromBytes(await readFileWhole(path), options, path);

/** {@link load} from bytes. */
export function fromBytes(bytes: Uint8Array, { custom = {}, ...options }: LoadOptions = {}, where = "model file"): Model {
  const file = decodeModelFile(bytes, where);
  const named = { name: file.name, ...options };
  const { network, layers } = networkFrom(file.architecture, custom);
  const shape = network.inputs[0]?.spec.shape.slice(1) ?? [];
  const model = file.kind === "sequential" ? new Sequential(layers, named).build(shape) : new Model(network, named, file.name);
  if (file.compile !== undefined) model.compile(compileOptionsFrom(file.compile));
  return model.restore(file);
}
