/** What this package needs of an onnxruntime module. `onnxruntime-node`, `onnxruntime-web` and its parts all have it. */
export interface Runtime {
  readonly InferenceSession: { create(model: Uint8Array, options?: RuntimeSessionOptions): Promise<RuntimeSession> };
  readonly Tensor: new (type: never, data: never, dims?: readonly number[]) => RuntimeTensor;
}

export interface RuntimeSession {
  run(feeds: Readonly<Record<string, RuntimeTensor>>): Promise<Readonly<Record<string, RuntimeTensor>>>;
  release(): Promise<void>;
}

export interface RuntimeTensor {
  readonly type: string;
  readonly dims: readonly number[];
  readonly data: unknown;
}

export interface RuntimeSessionOptions {
  readonly graphOptimizationLevel?: "all";
  readonly logSeverityLevel?: 4;
  readonly externalData?: readonly ExternalFile[];
}

/** The large numbers of a file of over 1 GB, which stand in another one. */
export interface ExternalFile {
  readonly path: string;
  readonly data: Uint8Array;
}

/**
 * Loads onnxruntime-node, an optional peer dependency.
 *
 * @throws with the install command when it is not installed, and with its own message when it does not load on this machine
 */
export async function loadRuntime(load: () => Promise<Runtime> = importRuntime): Promise<Runtime> {
  try {
    return await load();
  } catch (cause) {
    const message = messageOf(cause);
    if (!/cannot find (package|module)|could not resolve|failed to resolve/i.test(message))
      throw new Error(`loadModel: onnxruntime-node is installed but does not load here: ${message}`, { cause });
    throw new Error(
      "loadModel: onnxruntime-node is not installed. Install it with: ONNXRUNTIME_NODE_INSTALL=skip npm install onnxruntime-node. In browsers install onnxruntime-web and pass that module as runtime.",
      { cause },
    );
  }
}

const importRuntime = async (): Promise<Runtime> => {
  const { InferenceSession, Tensor } = await import("onnxruntime-node");
  return { InferenceSession, Tensor };
};

/** What went wrong, as text. */
export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
