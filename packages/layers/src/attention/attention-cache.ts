import { Tensor } from "@tidu/core-tensor";
import type { Cache } from "../layer.ts";
import type { Memory } from "./dot-product.ts";

/** What attention keeps of positions while a sequence is made: keys, values and which of them count. */
export const cacheOf = ({ key, value }: Pick<Memory, "key" | "value">, counting: Tensor | undefined): Cache => ({
  key, // [batch, groups, time, keyDim]
  value, // [batch, groups, time, valueDim]
  ...(counting && { counting }), // [batch, time]
});

/** @throws when it is the cache of another layer */
export function cachedMemory({ key, value }: Cache): Pick<Memory, "key" | "value"> {
  if (!(key instanceof Tensor) || !(value instanceof Tensor)) throw new Error("attention: the cache lacks keys or values.");
  return { key, value };
}

/** Which of the cached positions count, bool[batch, time]; undefined: all. */
export const cachedMask = ({ counting }: Cache): Tensor | undefined => (counting instanceof Tensor ? counting : undefined);
