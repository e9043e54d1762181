import { encodeModel } from "./encode.ts";
import type { ModelProto, TensorProto } from "./proto.ts";

const alignment = 4096; // so that a runtime can map the file into memory
const smallest = 1024; // bytes; shapes, axes and scalars stay in the model, where shape inference needs them

export interface EncodeFilesOptions {
  /** The name of the second file, beside the model. */
  readonly externalDataPath: string;
  /** Weights of more bytes than this (all together) go into the second file. Default 1 GB. */
  readonly threshold?: number;
}

export interface ModelFiles {
  readonly model: Uint8Array<ArrayBuffer>;
  readonly externalData?: { readonly path: string; readonly data: Uint8Array<ArrayBuffer> };
}

/**
 * The model's file, and a second one for the weights when these exceed the threshold (a protobuf message ends at 2 GB).
 *
 * @returns `model`, and `externalData` when it was needed: keep it beside the model under its `path`.
 */
export const encodeModelFiles = (model: ModelProto, { externalDataPath, threshold = 1e9 }: EncodeFilesOptions): ModelFiles => {
  const total = model.graph.initializers.reduce((sum, { rawData }) => sum + rawData.length, 0);
  if (total <= threshold) return { model: encodeModel(model) };

  let end = 0;
  const moved: { readonly offset: number; readonly bytes: Uint8Array }[] = [];
  const move = (tensor: TensorProto): TensorProto => {
    if (tensor.rawData.length < smallest) return tensor;
    const offset = Math.ceil(end / alignment) * alignment;
    const length = tensor.rawData.length;
    end = offset + length;
    moved.push({ offset, bytes: tensor.rawData });
    return { ...tensor, rawData: new Uint8Array(0), external: { location: externalDataPath, offset, length } };
  };
  const initializers = model.graph.initializers.map(move);
  const data = new Uint8Array(end);
  for (const { offset, bytes } of moved) data.set(bytes, offset);
  return { model: encodeModel({ ...model, graph: { ...model.graph, initializers } }), externalData: { path: externalDataPath, data } };
};
