import type { TensorInfo } from "@tensorflow/tfjs-core";

/** tfjs's handle on numbers that it holds; it counts references. */
export type DataId = TensorInfo["dataId"];

/** One counted reference to numbers that tfjs holds. */
export interface Reference {
  readonly dataId: DataId;
}

/** The references that tensors and executables in the user's hands stand for: memory of wasm and of GPUs is not collected with them by itself. */
export class References {
  readonly #open = new Set<Reference>();
  readonly #forgotten = new FinalizationRegistry<Reference>((reference) => this.#close(reference));
  readonly #release: (dataId: DataId) => void;

  constructor(release: (dataId: DataId) => void) {
    this.#release = release;
  }

  /** Releases `dataId` when `owner` becomes garbage, if nothing did before. */
  open(owner: object, dataId: DataId): Reference {
    const reference = { dataId };
    this.#open.add(reference);
    this.#forgotten.register(owner, reference, reference);
    return reference;
  }

  /** Releases now. */
  close(reference: Reference): void {
    this.#forgotten.unregister(reference);
    this.#close(reference);
  }

  closeAll(): void {
    for (const reference of this.#open) this.#close(reference);
  }

  #close(reference: Reference): void {
    if (this.#open.delete(reference)) this.#release(reference.dataId);
  }
}
