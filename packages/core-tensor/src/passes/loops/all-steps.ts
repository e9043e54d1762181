import { inputsOf, mapInputs, specOf } from "../../graph.ts";
import type { Graph, Node, ValueId } from "../../graph.ts";
import type { GraphBuilder } from "../../graph-builder.ts";
import { specsOfNode } from "../../graph-builder.ts";
import type { Dim } from "../../shape/dim.ts";
import { isNode } from "../../typed-node.ts";
import { applyToSteps, hasStepRule } from "./step-rules.ts";
import type { StepValue } from "./step-rules.ts";

/** The values of a loop's body outside of the loop: rows are at hand for all steps, constants once, and nodes are applied to all steps. */
export class AllSteps {
  readonly #values = new Map<ValueId, StepValue>();
  readonly #body: Graph;
  readonly #steps: Dim;
  readonly #builder: GraphBuilder;

  constructor(body: Graph, steps: Dim, builder: GraphBuilder) {
    this.#body = body;
    this.#steps = steps;
    this.#builder = builder;
  }

  /** Says what a value of the body is outside. */
  know(value: ValueId, id: ValueId, perStep: boolean): void {
    this.#values.set(value, { id, perStep, shape: specOf(this.#body, value).shape });
  }

  get(value: ValueId): StepValue | undefined {
    return this.#values.get(value);
  }

  /** Applies a node to all steps when its inputs are known; whether it was. */
  add(node: Node): boolean {
    const inputs = inputsOf(node.inputs).map((value) => this.#values.get(value));
    if (inputs.some((value) => value === undefined)) return false;
    const known = mapInputs(node.inputs, (value) => this.#values.get(value) ?? { id: -1, shape: [], perStep: false });
    if (!inputs.some((value) => value?.perStep === true)) {
      const copies = this.#builder.copy(
        node,
        mapInputs(known, ({ id }) => id),
        specsOfNode(this.#body, node),
      );
      node.outputs.forEach((value, i) => this.know(value, copies[i] ?? -1, false));
      return true;
    }
    const [output] = node.outputs;
    if (output === undefined || node.outputs.length > 1) return false;
    const id = isNode(node, "call")
      ? this.#call(node.params.body, inputsOf(known))
      : applyToSteps(node, known, { shape: specOf(this.#body, output).shape, steps: this.#steps, builder: this.#builder });
    if (id === undefined) return false;
    this.know(output, id, true);
    return true;
  }

  /** A composite, opened. */
  #call(body: Graph, args: readonly StepValue[]): ValueId | undefined {
    if (!canTakeAllSteps(body)) return undefined;
    const inner = new AllSteps(body, this.#steps, this.#builder);
    args.forEach(({ id, perStep }, i) => inner.know(i, id, perStep));
    if (!body.nodes.every((node) => inner.add(node))) return undefined;
    const result = inner.get(body.outputs[0] ?? -1);
    return result?.perStep === true ? result.id : undefined;
  }
}

const canTakeAllSteps = (body: Graph): boolean =>
  body.nodes.every((node) => node.op === "constant" || (isNode(node, "call") ? canTakeAllSteps(node.params.body) : hasStepRule(node.op)));
