import { inputsOf } from "./graph.ts";
import type { Lazy, LazyNode } from "./lazy.ts";
import { sizeOfShape } from "./tensor-data.ts";

/** Whether nodes come from the given placeholders ("own"), from something outside ("outside"), or from constants alone ("pure"). */
export class Origins {
  readonly #known = new Map<LazyNode, "own" | "outside" | "pure">();
  readonly #inputs: ReadonlySet<Lazy["source"]>;

  constructor(inputs: readonly Lazy[]) {
    this.#inputs = new Set(inputs.map((input) => input.source));
  }

  of(start: LazyNode): "own" | "outside" | "pure" {
    const stack = [start];
    while (stack.length > 0) {
      const node = stack.at(-1);
      if (node === undefined) break;
      if (this.#known.has(node)) {
        stack.pop();
        continue;
      }
      const waiting: LazyNode[] = [];
      let origin: "own" | "outside" | "pure" = "pure";
      for (const { source, spec } of inputsOf(node.inputs)) {
        let found: "own" | "outside" | "pure";
        if (source.kind === "node") {
          const known = this.#known.get(source.node);
          if (known === undefined) {
            waiting.push(source.node);
            continue;
          }
          found = known;
        } else found = this.#inputs.has(source) ? "own" : isLarge({ source, spec }) || source.kind !== "data" ? "outside" : "pure";
        if (found === "own" || (found === "outside" && origin === "pure")) origin = found;
      }
      for (const input of waiting) stack.push(input);
      if (waiting.length === 0) {
        this.#known.set(node, origin);
        stack.pop();
      }
    }
    return this.#known.get(start) ?? "pure";
  }
}

/** Up to this many elements, numbers stand in the graph as constants however they are captured. */
const smallConstant = 16;

/** Whether a value is more numbers than a graph should hold. */
export const isLarge = (value: Lazy): boolean => value.source.kind === "data" && sizeOfShape(value.source.data.shape) > smallConstant;
