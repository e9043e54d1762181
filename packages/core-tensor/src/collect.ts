import { inputsOf, mapInputs } from "./graph.ts";
import type { Graph, GraphInput, Node, ValueId } from "./graph.ts";
import type { Lazy, LazyNode } from "./lazy.ts";
import { isLarge, Origins } from "./origins.ts";
import { printSpec } from "./spec.ts";
import type { TensorSpec } from "./spec.ts";
import type { TensorData } from "./tensor-data.ts";

/** A graph, and the values from outside that it reads. */
export interface Collected {
  readonly graph: Graph;
  /** What the outputs need besides `inputs`: the last inputs of the graph, in this order. */
  readonly captures: readonly Lazy[];
}

/** Names of a collected graph, and what becomes of values from outside. */
export interface CollectOptions {
  readonly inputNames?: readonly string[];
  readonly outputNames?: readonly string[];
  /**
   * What becomes of known numbers and of values that do not depend on `inputs`: `"constants"` (default) puts numbers into the
   * graph and refuses placeholders of others; `"inputs"` makes each a further input, so that nothing outside is copied in.
   */
  readonly captures?: "constants" | "inputs";
}

/** The graph that computes `outputs` from `inputs` (placeholders). */
export function collect(outputs: readonly Lazy[], inputs: readonly Lazy[], options: CollectOptions = {}): Collected {
  const asInputs = options.captures === "inputs";
  const builder = new Builder(inputs, options.inputNames ?? []);
  const origins = asInputs ? new Origins(inputs) : undefined;
  const outside = (value: Lazy): boolean =>
    value.source.kind === "device" ||
    (origins === undefined
      ? value.source.kind === "placeholder"
      : value.source.kind === "node"
        ? origins.of(value.source.node) === "outside"
        : value.source.kind === "placeholder" || isLarge(value));

  const place = (value: Lazy): void => {
    if (builder.has(value)) return;
    if (outside(value)) {
      if (!asInputs && value.source.kind === "placeholder") throw foreignPlaceholder(value.source.name, value.spec);
      builder.capture(value);
    } else if (value.source.kind === "data") builder.constant(value, value.source.data);
  };

  const stack: Lazy[] = outputs.toReversed();
  while (stack.length > 0) {
    const value = stack.at(-1);
    if (value === undefined) break;
    if (builder.has(value)) {
      stack.pop();
      continue;
    }
    if (value.source.kind !== "node" || outside(value)) {
      place(value);
      stack.pop();
      continue;
    }
    const waiting = inputsOf(value.source.node.inputs).filter((input) => !builder.has(input));
    if (waiting.length === 0) {
      builder.add(value.source.node);
      stack.pop();
    } else for (const input of waiting.toReversed()) stack.push(input);
  }
  return builder.finish(outputs, options.outputNames);
}

const foreignPlaceholder = (name: string, spec: TensorSpec): Error =>
  new Error(
    `The value of "${name}" (${printSpec(spec)}) is not known here: it only stands for an argument while its function is traced. Return what you need from that function instead.`,
  );

/**
 * Numbers values as they come: inputs and node outputs from 0 on, captures from -1 down. Captures become inputs at the end, and
 * the node outputs move behind them.
 */
class Builder {
  readonly #ids = new Map<unknown, number>();
  readonly #inputs: GraphInput[] = [];
  readonly #captures: Lazy[] = [];
  readonly #nodes: Node[] = [];
  readonly #specs: TensorSpec[] = [];

  constructor(inputs: readonly Lazy[], names: readonly string[]) {
    inputs.forEach(({ source, spec }, i) => {
      this.#ids.set(source, this.#newValue(spec));
      this.#inputs.push({ name: names[i] ?? (source.kind === "placeholder" ? source.name : `input${i}`), spec });
    });
  }

  has({ source }: Lazy): boolean {
    return this.#ids.has(source) || (source.kind === "node" && this.#ids.has(source.node));
  }

  /** A captured node output is one value; its siblings are captured on their own. */
  capture(value: Lazy): void {
    this.#ids.set(value.source, -this.#captures.push(value));
  }

  constant({ source, spec }: Lazy, value: TensorData): void {
    const id = this.#newValue(spec);
    this.#ids.set(source, id);
    this.#nodes.push({ op: "constant", inputs: {}, params: { value }, outputs: [id], scope: "" });
  }

  add(node: LazyNode): void {
    const { op, params, scope } = node;
    const outputs = node.specs.map((spec) => this.#newValue(spec));
    this.#ids.set(node, outputs[0] ?? 0);
    this.#nodes.push({ op, inputs: mapInputs(node.inputs, (input) => this.#idOf(input)), params, outputs, scope });
  }

  finish(outputs: readonly Lazy[], names: readonly string[] | undefined): Collected {
    const [arity, added] = [this.#inputs.length, this.#captures.length];
    const to = (id: ValueId): ValueId => (id < 0 ? arity - 1 - id : id < arity ? id : id + added);
    const captured = this.#captureInputs();
    const nodes =
      added === 0
        ? this.#nodes
        : this.#nodes.map((node) => ({ ...node, inputs: mapInputs(node.inputs, to), outputs: node.outputs.map(to) }));
    return {
      captures: this.#captures,
      graph: {
        inputs: [...this.#inputs, ...captured],
        nodes,
        outputs: outputs.map((value) => to(this.#idOf(value))),
        outputNames: names ?? outputs.map((_, i) => `output${i}`),
        specs: this.#specs.toSpliced(arity, 0, ...captured.map(({ spec }) => spec)),
      },
    };
  }

  /** Captures as inputs with names of their own. */
  #captureInputs(): readonly GraphInput[] {
    const taken = new Set(this.#inputs.map(({ name }) => name));
    return this.#captures.map(({ source, spec }, i) => {
      const base = source.kind === "placeholder" ? source.name : `captured${i}`;
      const name = taken.has(base) ? `${base}_${i}` : base;
      taken.add(name);
      return { name, spec };
    });
  }

  #idOf({ source }: Lazy): ValueId {
    const direct = this.#ids.get(source);
    if (direct !== undefined) return direct;
    const first = source.kind === "node" ? this.#ids.get(source.node) : undefined;
    if (source.kind !== "node" || first === undefined) throw new Error("collect: a value was used before it was placed.");
    return first + source.output;
  }

  #newValue(spec: TensorSpec): ValueId {
    return this.#specs.push(spec) - 1;
  }
}
