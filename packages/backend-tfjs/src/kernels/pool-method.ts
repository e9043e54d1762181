import type { Value } from "../plan.ts";
import type { Run } from "../run.ts";
import type { Windows } from "./windows.ts";

/** One way to summarise windows; images are channels last, in any shape of as many elements. */
export interface PoolMethod {
  readonly maxPool: (w: Windows, x: Value, run: Run) => Value;
  readonly maxPoolGradient: (w: Windows, x: Value, g: Value, run: Run) => Value;
  readonly maxPoolSelect: (w: Windows, x: Value, values: Value, run: Run) => Value;
  readonly averagePool: (w: Windows, x: Value, run: Run) => Value;
  readonly averagePoolGradient: (w: Windows, g: Value, run: Run) => Value;
}
