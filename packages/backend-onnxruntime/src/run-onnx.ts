import type { TensorData } from "@tidu/core-tensor";
import { isStatic, printShape } from "@tidu/core-tensor";
import { produced, uploaded } from "./device-tensor.ts";
import { messageOf } from "./executable.ts";
import { loadOrt } from "./load-ort.ts";
import type { OrtModule } from "./ort.ts";
import { sessionOptions } from "./session-options.ts";

export interface OnnxFile {
  readonly model: Uint8Array;
  /** The numbers that stand beside a file of over 1 GB. */
  readonly externalData?: { readonly path: string; readonly data: Uint8Array };
}

/**
 * Runs an ONNX file once, as any user of the file would: values by input name in, values by output name out.
 *
 * @param ort the onnxruntime module; default: onnxruntime-node
 * @throws when onnxruntime refuses the file or the inputs
 */
export async function runOnnx(
  { model, externalData }: OnnxFile,
  inputs: Readonly<Record<string, TensorData>>,
  ort?: OrtModule,
): Promise<Readonly<Record<string, TensorData>>> {
  const runtime = ort ?? (await loadOrt());
  const session = await runtime.InferenceSession.create(model, {
    ...sessionOptions({}),
    ...(externalData && { externalData: [externalData] }),
  }).catch((error: unknown) => {
    throw new Error(`onnxruntime: the file cannot be opened. ${messageOf(error)}`, { cause: error });
  });
  try {
    const feeds = Object.fromEntries(
      Object.entries(inputs).map(([name, { data, shape, dtype }]) => [name, uploaded(runtime, data, { shape, dtype }).lend()]),
    );
    const results = await session.run(feeds);
    const entries = Object.entries(results).map(async ([name, tensor]): Promise<[string, TensorData]> => {
      const { spec } = produced(tensor, dtypeOf(tensor.type));
      if (!isStatic(spec.shape)) throw new Error(`onnxruntime: output "${name}" has the shape ${printShape(spec.shape)}.`);
      return [name, { dtype: spec.dtype, shape: spec.shape, data: await produced(tensor, spec.dtype).data() }];
    });
    return Object.fromEntries(await Promise.all(entries));
  } finally {
    await session.release();
  }
}

function dtypeOf(type: string): TensorData["dtype"] {
  const known = (["float32", "int32", "uint32", "bool", "uint8", "int64", "float16"] as const).find((dtype) => dtype === type);
  if (known === undefined) throw new Error(`onnxruntime: an output of type ${type} cannot be read here.`);
  return known;
}
