import { clip } from "@tidu/core-tensor";
import { checkOptions } from "../check-option.ts";
import { mapLeaves, stateless } from "../transform.ts";
import type { Transform } from "../transform.ts";

/** Limits every element to [−clipValue, clipValue]. Keras: `clipvalue`. */
export function clipByValue(clipValue: number): Transform {
  checkOptions("clipByValue", { clipValue }, { above: 0 });
  return stateless({ kind: "clipByValue", options: { clipValue } }, (updates) => mapLeaves(updates, (g) => clip(g, -clipValue, clipValue)));
}
