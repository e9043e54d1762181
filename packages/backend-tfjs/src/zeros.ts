import { emptyArray, sizeOfShape } from "@tidu/core-tensor";
import type { BackendWasm } from "@tensorflow/tfjs-backend-wasm";
import { onDevice } from "./engine.ts";
import type { Engine } from "./engine.ts";
import type { Held, StaticSpec } from "./plan.ts";

/** Zeros held by the engine. On wasm they are never outside its memory: fresh pages cost more than most of what is written into them. */
export function zeros({ shape, dtype }: StaticSpec, engine: Engine): Held {
  if (!onDevice(dtype)) return emptyArray(dtype, sizeOfShape(shape));
  if (engine.kind !== "wasm") return engine.upload(emptyArray(dtype, sizeOfShape(shape)), shape, dtype);
  const wasm = engine.backend as BackendWasm;
  const made = wasm.makeOutput([...shape], dtype);
  wasm.typedArrayFromHeap(made).fill(0);
  return made.dataId;
}
