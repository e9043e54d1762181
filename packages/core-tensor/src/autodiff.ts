import { collect } from "./collect.ts";
import { asTensor } from "./composite.ts";
import { isFloat } from "./dtype.ts";
import { gradients } from "./gradients/index.ts";
import { sumTo, zerosOf } from "./gradients/reduce.ts";
import type { GradientContext, NonDifferentiable, Pullback } from "./gradients/rule.ts";
import { inputsOf, mapInputs, specOf } from "./graph.ts";
import type { Graph, Node, NodeInputs, ValueId } from "./graph.ts";
import { instantiateAll } from "./instantiate.ts";
import { inlineCalls } from "./passes/inline-calls.ts";
import { printSpec } from "./spec.ts";
import { sameShape } from "./shape/shape.ts";
import { label } from "./label.ts";
import { placeholder } from "./leaf-tensors.ts";
import { apply, literal, one } from "./tensor.ts";
import type { Tensor } from "./tensor.ts";
import { flatten, unflatten } from "./tree.ts";
import type { Tree } from "./tree.ts";
import { isNode, ruleOf } from "./typed-node.ts";

/**
 * The function that gives the gradient of `fn` with respect to its first argument.
 *
 * @param fn takes a tree of float32 tensors first, returns a float32 scalar
 *
 * @example
 * const slope = grad((x: Tensor) => x.pow(3).sum());
 * await slope(tensor([1, 2])).array(); // [3, 12]
 */
export const grad =
  <Params extends Tree, Rest extends readonly unknown[]>(
    fn: (params: Params, ...rest: Rest) => Tensor,
  ): ((params: Params, ...rest: Rest) => Params) =>
  (params, ...rest) =>
    valueAndGrad(fn)(params, ...rest)[1];

/** The function that gives the value of `fn` and its gradient with respect to its first argument, sharing the work. */
export const valueAndGrad =
  <Params extends Tree, Rest extends readonly unknown[]>(
    fn: (params: Params, ...rest: Rest) => Tensor,
  ): ((params: Params, ...rest: Rest) => readonly [value: Tensor, gradient: Params]) =>
  (params, ...rest) => {
    const [value, , gradient] = valueAuxAndGrad((p: Params, ...r: Rest) => [fn(p, ...r), []] as const)(params, ...rest);
    return [value, gradient];
  };

/** {@link valueAndGrad} of a function that returns `[value, more]`: `more` comes back as it is (predictions, new statistics …). */
export const valueAuxAndGrad =
  <Params extends Tree, Rest extends readonly unknown[], Aux extends Tree>(
    fn: (params: Params, ...rest: Rest) => readonly [value: Tensor, aux: Aux],
  ): ((params: Params, ...rest: Rest) => readonly [value: Tensor, aux: Aux, gradient: Params]) =>
  (params, ...rest) => {
    const { leaves, paths, structure } = flatten(params);
    const inputs = leaves.map((leaf, i) => {
      if (leaf.dtype !== "float32")
        throw new TypeError(`grad: parameter "${paths[i]}" is ${printSpec(leaf.spec)}; only float32 has a gradient.`);
      return placeholder(leaf.spec, paths[i] ?? "");
    });
    const [value, aux] = fn(unflatten<Params>(structure, inputs), ...rest);
    if (value.ndim !== 0 || value.dtype !== "float32")
      throw new Error(
        `grad: expected a function that returns a float32 scalar, received ${printSpec(value.spec)}. Sum or average it first.`,
      );
    const more = flatten(aux);
    const { graph, captures } = collect([value, ...more.leaves], inputs, { captures: "inputs" });

    const pulled = pullback(
      graph,
      [...leaves, ...captures.map(asTensor)],
      graph.outputs.map((_, i) => (i === 0 ? literal(1, "float32") : undefined)),
      graph.inputs.map((_, i) => i < leaves.length),
    );
    const [result, ...auxLeaves] = pulled.outputs;
    if (result === undefined) throw new Error("grad: the graph has no output.");
    const gradient = leaves.map((leaf, i) => pulled.cotangents[i] ?? zerosOf(leaf.shape));
    return [result, unflatten<Aux>(more.structure, auxLeaves), unflatten<Params>(structure, gradient)];
  };

/** The value, with nothing flowing back through it. */
export const stopGradient = (x: Tensor): Tensor => one(apply("stopGradient", { x }, {}));

/**
 * A reverse walk over a graph. Composites without a derivative of their own are opened first, so that forward and backward
 * share what is inside.
 */
const pullback: Pullback = (graph, inputs, cotangents, wanted) => {
  const open = inlineCalls(graph, ({ gradient }) => gradient !== undefined);
  const values = instantiateAll(open, inputs);
  const flowing = activeValues(open, wanted);
  const total = new Map<ValueId, Tensor>();
  const accumulate = (value: ValueId, g: Tensor | undefined): void => {
    if (g === undefined || !flowing.has(value)) return;
    const { shape } = specOf(open, value);
    const summed = sameShape(g.shape, shape) ? g : sumTo(g, shape).broadcastTo(shape);
    const before = total.get(value);
    total.set(value, before === undefined ? summed : before.add(summed));
  };
  open.outputs.forEach((value, i) => accumulate(value, cotangents[i]));

  for (const node of open.nodes.toReversed()) {
    if (!node.outputs.some((value) => total.has(value))) continue;
    const back = differentiate(node, values, flowing, total);
    for (const name in back) {
      const targets = [node.inputs[name]].flat();
      const arrived = [back[name]].flat();
      targets.forEach((value, i) => value !== undefined && accumulate(value, arrived[i]));
    }
  }
  return {
    outputs: open.outputs.map((value) => values[value]).filter((value) => value !== undefined),
    cotangents: open.inputs.map((_, i) => (wanted[i] === true ? total.get(i) : undefined)),
  };
};

type AnyGradientRule = ((context: GradientContextOfAny) => Readonly<Record<string, CotangentsOfAny>>) | NonDifferentiable;
type GradientContextOfAny = { readonly [K in keyof GradientContext<never>]: unknown };
type CotangentsOfAny = Tensor | undefined | readonly (Tensor | undefined)[];

/** The cotangents of a node's inputs, with the new nodes named after it. */
function differentiate(
  node: Node,
  values: readonly Tensor[],
  flowing: ReadonlySet<ValueId>,
  total: ReadonlyMap<ValueId, Tensor>,
): Readonly<Record<string, CotangentsOfAny>> {
  const rule = ruleOf<AnyGradientRule>(gradients, node.op);
  if (typeof rule !== "function")
    throw new Error(`grad: ${node.op} has no gradient: ${rule.nonDifferentiable}. Wrap its input in stopGradient if none is wanted.`);
  const at = (value: ValueId): Tensor => values[value] ?? literal(0, "float32");
  const outputs = node.outputs.map(at);
  const cotangents = node.outputs.map(
    (value, i) => total.get(value) ?? (isFloat(outputs[i]?.dtype ?? "bool") ? zerosOf(outputs[i]?.shape ?? []) : literal(0, "float32")),
  );
  const reached = node.outputs.map((value) => total.has(value));
  const inputs: NodeInputs<Tensor> = mapInputs(node.inputs, at);
  const wanted = mapInputs(node.inputs, (value) => flowing.has(value));
  const back = rule({ inputs, outputs, params: node.params, cotangents, reached, wanted, pullback });
  const made = Object.values(back)
    .flat()
    .filter((g) => g !== undefined) as readonly Tensor[];
  label(made, [...inputsOf(inputs), ...outputs, ...cotangents], node.scope === "" ? "gradient" : `${node.scope}/gradient`);
  return back;
}

/** The float values through which something can flow to a wanted input; a detour through float16 counts, its cotangents are float32. */
function activeValues(graph: Graph, wanted: readonly boolean[]): ReadonlySet<ValueId> {
  const active = new Set<ValueId>(graph.inputs.flatMap(({ spec }, i) => (wanted[i] === true && spec.dtype === "float32" ? [i] : [])));
  for (const node of graph.nodes) {
    if (isNode(node, "stopGradient") || !inputsOf(node.inputs).some((value) => active.has(value))) continue;
    for (const value of node.outputs) if (isFloat(specOf(graph, value).dtype)) active.add(value);
  }
  return active;
}
