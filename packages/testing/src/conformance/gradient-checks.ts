import { evaluate, grad, tensorData, trace, valueAndGrad } from "@tidu/core-tensor";
import type { Backend, Graph, Tensor, TensorData } from "@tidu/core-tensor";
import { directionFor, slopeByDifference, slopeOf, weightedSum } from "../check-gradients.ts";
import type { Loss } from "../check-gradients.ts";
import { mismatch } from "../compare.ts";
import { gradientCases } from "../gradient-cases/index.ts";
import type { NamedGradientCase } from "../gradient-cases/index.ts";
import { runOn } from "./check.ts";
import type { Check } from "./check.ts";

/** Value and gradient of every differentiable op, against the interpreter and against differences; for some the second order. */
export const gradientChecks = (): readonly Check[] =>
  gradientCases().flatMap((item) => (secondOrder.has(item.of) ? [firstOrder(item), second(item)] : [firstOrder(item)]));

/** One of every kind that an engine could get wrong: elementwise, windowed, with an own rule, indexed, looped. */
const secondOrder: ReadonlySet<string> = new Set(
  "tanh erf pow prod matmul conv maxPool averagePool gather call scan relu softmax".split(" "),
);

const lossOf =
  ({ fn }: NamedGradientCase): Loss =>
  (params) =>
    weightedSum(fn(...params), 1);

const pointOf = ({ inputs }: NamedGradientCase): readonly TensorData[] => inputs.map((input) => tensorData(input));

const firstOrder = (item: NamedGradientCase): Check => ({
  name: `gradient of ${item.name}`,
  run: async (backend) => {
    const point = pointOf(item);
    const loss = lossOf(item);
    const graph = trace((params: readonly Tensor[]) => valueAndGrad(loss)(params), [point]);
    const { failure, results } = await compare(backend, graph, point);
    if (failure !== undefined) return failure;
    const direction = directionFor(point);
    const { slope, scale } = slopeOf(results.slice(1), direction);
    const expected = slopeByDifference(loss, point, direction);
    const close = Math.abs(slope - expected) <= 1e-4 * scale + 1e-6;
    return close ? undefined : `the gradient gives the slope ${slope}, differences give ${expected}`;
  },
});

const second = (item: NamedGradientCase): Check => ({
  name: `second order gradient of ${item.name}`,
  run: async (backend) => {
    const point = pointOf(item);
    const slope: Loss = (params) => weightedSum(grad(lossOf(item))(params), 2);
    const graph = trace((params: readonly Tensor[]) => grad(slope)(params), [point]);
    return (await compare(backend, graph, point)).failure;
  },
});

async function compare(
  backend: Backend,
  graph: Graph,
  point: readonly TensorData[],
): Promise<{ readonly failure: string | undefined; readonly results: readonly TensorData[] }> {
  const results = await runOn(backend, graph, point);
  const difference = mismatch(results, evaluate(graph, point));
  return { failure: difference === undefined ? undefined : `unlike the interpreter: ${difference}`, results };
}
