/**
 * What this package needs of an onnxruntime module. `onnxruntime-node`, `onnxruntime-web/wasm` and `onnxruntime-web/webgpu` all have it.
 */
export interface OrtModule {
  readonly InferenceSession: { create(model: Uint8Array, options?: OrtSessionOptions): Promise<OrtSession> };
  readonly Tensor: new (type: OrtType, data: OrtData, dims?: readonly number[]) => OrtTensor;
}

export type OrtType = "float32" | "int32" | "uint32" | "bool" | "uint8" | "int64" | "float16";
export type OrtData = Float32Array | Int32Array | Uint32Array | Uint8Array | BigInt64Array | Uint16Array;

export interface OrtSession {
  run(feeds: Readonly<Record<string, OrtTensor>>): Promise<Readonly<Record<string, OrtTensor>>>;
  release(): Promise<void>;
}

export interface OrtTensor {
  readonly type: string;
  readonly dims: readonly number[];
  readonly data: unknown;
  readonly location: string;
  dispose(): void;
}

interface ProviderOptions {
  readonly name: string;
  readonly preferredLayout?: "NCHW" | "NHWC";
}

export interface OrtSessionOptions {
  readonly executionProviders?: readonly (string | ProviderOptions)[];
  readonly graphOptimizationLevel?: "disabled" | "basic" | "extended" | "all";
  readonly intraOpNumThreads?: number;
  readonly logSeverityLevel?: 0 | 1 | 2 | 3 | 4;
  readonly enableMemPattern?: boolean;
  readonly preferredOutputLocation?: Readonly<Record<string, "cpu" | "gpu-buffer">>;
  readonly extra?: Record<string, unknown>;
  readonly externalData?: readonly { readonly path: string; readonly data: Uint8Array }[];
}
