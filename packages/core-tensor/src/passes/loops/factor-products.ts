import { mapInputs, specOf } from "../../graph.ts";
import type { Graph, Node, ValueId } from "../../graph.ts";
import { GraphBuilder, rewrite, specsOfNode } from "../../graph-builder.ts";
import { dependents } from "../../instantiate.ts";
import type { OpName } from "../../ops/index.ts";
import { sameShape } from "../../shape/shape.ts";
import { isNode } from "../../typed-node.ts";
import { scalarData } from "../known-values.ts";
import { bodyInputs } from "./loop.ts";

/**
 * Regroups what the steps of a loop that asks for it multiply and add, so that as much as possible no longer needs the carry and can be
 * computed before the loop: `(c · a) · b` becomes `c · (a · b)`, `(c + a) + b` becomes `c + (a + b)`, and joined products become one
 * product of what is joined. Rounding may differ.
 */
export const factorProducts = (graph: Graph): Graph =>
  rewrite(graph, (node, inputs, builder) => {
    if (!isNode(node, "scan") || node.params.batched !== true) return undefined;
    const body = new Factoring(node.params.body, bodyInputs(node).carry).result();
    return body === undefined ? undefined : builder.copy(node, inputs, specsOfNode(graph, node), { ...node.params, body });
  });

/** A value as `base · times + plus`, where nothing of the carry is in `times` and `plus`. */
interface Factored {
  readonly base: ValueId;
  readonly times?: ValueId | undefined;
  readonly plus?: ValueId | undefined;
}

class Factoring {
  readonly #body: Graph;
  readonly #builder: GraphBuilder;
  readonly #varying: ReadonlySet<ValueId>;
  readonly #forms = new Map<ValueId, Factored>();
  readonly #realized = new Map<ValueId, ValueId>();
  /** The parts of joined values that were made here. */
  readonly #joined = new Map<ValueId, { readonly axis: number; readonly parts: readonly ValueId[] }>();
  #changed = false;

  constructor(body: Graph, carry: readonly ValueId[]) {
    this.#body = body;
    this.#builder = new GraphBuilder(body.inputs);
    this.#varying = dependents(body, carry);
    body.inputs.forEach((_, i) => this.#realized.set(i, i));
  }

  /** The body, or `undefined` when there is nothing to regroup. */
  result(): Graph | undefined {
    for (const node of this.#body.nodes) this.#visit(node);
    const { outputs, outputNames } = this.#body;
    const values = outputs.map((value) => this.#valueOf(value));
    return this.#changed ? this.#builder.finish(values, outputNames) : undefined;
  }

  #visit(node: Node): void {
    const [output] = node.outputs;
    const form = output !== undefined && this.#varying.has(output) ? this.#formOf(node) : undefined;
    if (output !== undefined && form !== undefined) {
      this.#forms.set(output, form);
      return;
    }
    const copies = this.#builder.copy(
      node,
      mapInputs(node.inputs, (value) => this.#valueOf(value)),
      specsOfNode(this.#body, node),
    );
    node.outputs.forEach((value, i) => this.#realized.set(value, copies[i] ?? -1));
    if (isNode(node, "concat") && output !== undefined) {
      this.#joined.set(copies[0] ?? -1, { axis: node.params.axis, parts: node.inputs.values.map((value) => this.#valueOf(value)) });
    }
  }

  #formOf(node: Node): Factored | undefined {
    if (isNode(node, "mul")) {
      const [a, b] = this.#varyingFirst(node.inputs.a, node.inputs.b);
      if (this.#varying.has(b)) return undefined;
      const { base, times } = this.#product(a);
      if (times !== undefined) this.#changed = true;
      return { base, times: times === undefined ? this.#valueOf(b) : this.#make("mul", { a: times, b: this.#valueOf(b) }) };
    }
    if (isNode(node, "neg")) {
      const { base, times } = this.#product(node.inputs.x);
      if (times === undefined) return undefined;
      this.#changed = true;
      return { base, times: this.#make("neg", { x: times }) };
    }
    if (isNode(node, "add")) return this.#sum(node.inputs.a, node.inputs.b);
    if (isNode(node, "sub")) return this.#multiple("sub", node.inputs.a, node.inputs.b);
    return isNode(node, "concat") ? this.#join(node.inputs.values, node.params.axis) : undefined;
  }

  #sum(left: ValueId, right: ValueId): Factored | undefined {
    const [a, b] = this.#varyingFirst(left, right);
    const first = this.#form(a);
    if (!this.#varying.has(b)) {
      if (first.plus !== undefined) this.#changed = true;
      return { ...first, plus: first.plus === undefined ? this.#valueOf(b) : this.#make("add", { a: first.plus, b: this.#valueOf(b) }) };
    }
    return this.#multiple("add", left, right);
  }

  /** Two multiples of one value are one multiple of it. */
  #multiple(op: "add" | "sub", a: ValueId, b: ValueId): Factored | undefined {
    if (!this.#varying.has(a) || !this.#varying.has(b)) return undefined;
    const [first, second] = [this.#product(a), this.#product(b)];
    if (first.base !== second.base || (first.times === undefined && second.times === undefined)) return undefined;
    this.#changed = true;
    return { base: first.base, times: this.#make(op, { a: first.times ?? this.#one(), b: second.times ?? this.#one() }) };
  }

  #one(): ValueId {
    return this.#make("constant", {}, { value: scalarData(1, "float32") });
  }

  /** Joined products as a product of two joined values. */
  #join(values: readonly ValueId[], axis: number): Factored | undefined {
    const forms = values.map((value) => this.#product(value));
    const whole = forms.every(({ base, times }, i) => {
      const shape = specOf(this.#body, values[i] ?? -1).shape;
      const fits = (part: ValueId | undefined): boolean => part !== undefined && sameShape(this.#builder.specOf(part).shape, shape);
      return fits(base) && fits(times);
    });
    if (!whole || values.some((value) => !this.#varying.has(value))) return undefined;
    this.#changed = true;
    const bases = forms.flatMap(({ base }) => {
      const joined = this.#joined.get(base);
      return joined?.axis === axis ? joined.parts : [base];
    });
    const base = this.#make("concat", { values: bases }, { axis });
    this.#joined.set(base, { axis, parts: bases });
    return { base, times: this.#make("concat", { values: forms.flatMap(({ times }) => times ?? []) }, { axis }) };
  }

  #varyingFirst(a: ValueId, b: ValueId): readonly [ValueId, ValueId] {
    return this.#varying.has(a) ? [a, b] : [b, a];
  }

  #form(value: ValueId): Factored {
    return this.#forms.get(value) ?? { base: this.#valueOf(value) };
  }

  /** The form of a factor: a sum is one as a whole. */
  #product(value: ValueId): Omit<Factored, "plus"> {
    const form = this.#form(value);
    return form.plus === undefined ? form : { base: this.#valueOf(value) };
  }

  /** The value itself, computed once. */
  #valueOf(value: ValueId): ValueId {
    const known = this.#realized.get(value);
    if (known !== undefined) return known;
    const form = this.#forms.get(value);
    if (form === undefined) throw new Error(`graph: value %${value} has not been visited.`);
    const product = form.times === undefined ? form.base : this.#make("mul", { a: form.base, b: form.times });
    const made = form.plus === undefined ? product : this.#make("add", { a: product, b: form.plus });
    this.#realized.set(value, made);
    return made;
  }

  #make(op: OpName, inputs: Node["inputs"], params: unknown = {}): ValueId {
    return this.#builder.add(op, inputs, params)[0] ?? -1;
  }
}
