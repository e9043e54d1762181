import { expect, test } from "vitest";
import { grad, valueAndGrad } from "../../autodiff.ts";
import { evaluate } from "../../evaluate/index.ts";
import { concat, sliceAxis, where } from "../../functions/shaping.ts";
import type { Graph, Node } from "../../graph.ts";
import { scan } from "../../scan.ts";
import { tensorData } from "../../tensor-data.ts";
import { literal } from "../../tensor.ts";
import type { Tensor } from "../../tensor.ts";
import { trace } from "../../trace.ts";
import { isNode } from "../../typed-node.ts";
import type { NodeOf } from "../../typed-node.ts";
import { verify } from "../../verify.ts";
import { inlineCalls } from "../inline-calls.ts";
import { simplify } from "../simplify.ts";

const [batch, features, units, steps] = [2, 3, 4, 5];
const gate = (z: Tensor, i: number): Tensor => sliceAxis(z, 1, i * units, (i + 1) * units);

interface Weights {
  readonly kernel: Tensor;
  readonly recurrent: Tensor;
  readonly bias: Tensor;
}
type Step = (weights: Weights, x: Tensor, h: Tensor, c: Tensor, mask: Tensor) => readonly [h: Tensor, c: Tensor];

const lstmStep: Step = ({ kernel, recurrent, bias }, x, h, c) => {
  const z = x.matmul(kernel).add(h.matmul(recurrent)).add(bias);
  const [i, f, o] = [gate(z, 0).sigmoid(), gate(z, 1).sigmoid(), gate(z, 3).sigmoid()];
  const next = f.mul(c).add(i.mul(gate(z, 2).tanh()));
  return [o.mul(next.tanh()), next];
};
const gruStep: Step = ({ kernel, recurrent, bias }, x, h, c) => {
  const three = (w: Tensor): Tensor => sliceAxis(w, -1, 0, 3 * units);
  const [a, b] = [x.matmul(three(kernel)), h.matmul(three(recurrent)).add(three(bias))];
  const [z, r] = [gate(a, 0).add(gate(b, 0)).sigmoid(), gate(a, 1).add(gate(b, 1)).sigmoid()];
  const candidate = gate(a, 2)
    .add(r.mul(gate(b, 2)))
    .tanh();
  return [candidate.add(z.mul(h.sub(candidate))), c];
};
const maskedStep: Step = (weights, x, h, c, mask) => {
  const [h2, c2] = lstmStep(weights, x, h, c, mask);
  return [where(mask, h2, h), where(mask, c2, c)];
};
/** Nothing that anybody has a name for: joins, sums, a product of state and state, a sigmoid of the row alone. */
const ownStep: Step = ({ kernel, recurrent, bias }, x, h, c) => {
  const z = concat([h, c], 1)
    .matmul(concat([recurrent, recurrent], 0))
    .mul(0.1)
    .add(bias)
    .add(x.matmul(kernel).sigmoid());
  const open = gate(z, 0).sub(gate(z, 1)).tanh().mul(gate(z, 2)).neg();
  return [open.add(h.mul(0.5)), h.mul(c).sub(gate(z, 3).mul(open.max({ axis: 1, keepDims: true })))];
};

const number = (i: number): number => Math.sin(i * 12.9898) * 0.7;
const numbers = (shape: readonly number[], from: number) =>
  tensorData(
    Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => number(i + from)),
    shape,
  );
const shapes = [[features, 4 * units], [units, 4 * units], [4 * units], [steps, batch, features]] as const;
const values = [
  ...shapes.map((shape, i) => numbers(shape, 100 * i)),
  tensorData(
    Array.from({ length: steps * batch }, (_, i) => i % 3 !== 1),
    [steps, batch, 1],
  ),
];

/** The loss and the gradients of weights and rows, of a loop over a step. */
function training(
  step: Step,
  options: { readonly batched?: boolean; readonly reverse?: boolean; readonly sequence?: boolean | "unread" },
): Graph {
  const { sequence = false, ...scanOptions } = options;
  const fn = (kernel: Tensor, recurrent: Tensor, bias: Tensor, xs: Tensor, mask: Tensor): readonly Tensor[] => {
    const start = xs
      .slice([0], [1])
      .squeeze(0)
      .matmul(sliceAxis(kernel, 1, 0, units))
      .mul(0);
    const [loss, gradients] = valueAndGrad(([kernel, recurrent, bias, xs]: readonly Tensor[]) => {
      const weights = { kernel, recurrent, bias } as Weights;
      const [last, all] = scan(
        ({ h, c }: { readonly h: Tensor; readonly c: Tensor }, row: { readonly x: Tensor; readonly mask: Tensor }) => {
          const [h2, c2] = step(weights, row.x, h, c, row.mask);
          return [{ h: h2, c: c2 }, sequence === false ? [] : [h2]] as const;
        },
        { h: start, c: start },
        { x: xs ?? start, mask },
        scanOptions,
      );
      const total = last.h.square().sum();
      return all[0] === undefined || sequence === "unread" ? total : total.add(all[0].sin().sum());
    })([kernel, recurrent, bias, xs]);
    return [loss, ...gradients];
  };
  const graph = trace(fn, [...shapes.map((shape) => ({ shape })), { shape: [steps, batch, 1], dtype: "bool" }]);
  return inlineCalls(graph);
}

const loops = (graph: Graph): readonly NodeOf<"scan">[] =>
  graph.nodes.filter((node): node is Node & NodeOf<"scan"> => isNode(node, "scan"));
const opsOf = (loop: NodeOf<"scan"> | undefined): readonly string[] =>
  loop?.params.body.nodes.map(({ op }) => op).filter((op) => op !== "constant") ?? [];

test.each([
  ["an LSTM", lstmStep],
  ["a GRU", gruStep],
  ["an LSTM with a mask", maskedStep],
  ["a cell of one's own", ownStep],
])("%s computes the same, forward and backward, whatever leaves its loops", (_, step) => {
  for (const reverse of [false, true]) {
    for (const sequence of [false, true]) {
      const plain = training(step, { reverse, sequence });
      const batched = simplify(training(step, { reverse, sequence, batched: true }));
      verify(batched);
      const [expected, found] = [evaluate(plain, values), evaluate(batched, values)];
      found.forEach(({ data, shape }, i) => {
        expect(shape).toEqual(expected[i]?.shape);
        data.forEach((value, at) => expect(Number(value)).toBeCloseTo(Number(expected[i]?.data[at]), 5));
      });
    }
  }
});

test("gradients of gradients agree as well", () => {
  const second = (batched: boolean): Graph => {
    const loss = (recurrent: Tensor, xs: Tensor): Tensor => {
      const start = xs.slice([0], [1]).squeeze(0).mul(0);
      const [last] = scan((h: Tensor, x: Tensor) => [h.matmul(recurrent).add(x).tanh(), []] as const, start, xs, { batched });
      return last.square().sum();
    };
    return inlineCalls(
      trace(
        (recurrent: Tensor, xs: Tensor) => grad((w: Tensor) => grad(loss)(w, xs).square().sum())(recurrent),
        [{ shape: [units, units] }, { shape: [steps, batch, units] }],
      ),
    );
  };
  const given = [numbers([units, units], 3), numbers([steps, batch, units], 40)];
  const [[expected], [found]] = [evaluate(second(false), given), evaluate(simplify(second(true)), given)];
  found?.data.forEach((value, at) => expect(Number(value)).toBeCloseTo(Number(expected?.data[at]), 5));
});

test.each([0, 1])("a loop of %i steps gives what it gives unbatched", (length) => {
  const run = (batched: boolean): Graph =>
    trace(
      (xs: Tensor, w: Tensor) =>
        scan((h: Tensor, x: Tensor) => [h.add(x.matmul(w)), h.mul(2)] as const, literal(1, "float32").broadcastTo([batch, units]), xs, {
          batched,
        }),
      [{ shape: [length, batch, features] }, { shape: [features, units] }],
    );
  const given = [numbers([length, batch, features], 0), numbers([features, units], 9)];
  expect(evaluate(simplify(run(true)), given)).toEqual(evaluate(run(false), given));
});

test("sizes may be free: batch and time", () => {
  const graph = trace(
    (xs: Tensor, w: Tensor, h: Tensor) =>
      scan((h: Tensor, x: Tensor) => [h.add(x.matmul(w)).tanh(), h.mul(2).sum({ axis: 1 })] as const, h, xs, { batched: true }),
    [{ shape: ["time", "batch", features] }, { shape: [features, units] }, { shape: ["batch", units] }],
  );
  const given = [numbers([steps, batch, features], 0), numbers([features, units], 9), numbers([batch, units], 5)];
  const [expected, found] = [evaluate(graph, given), evaluate(simplify(graph), given)];
  found.forEach(({ data }, i) => data.forEach((value, at) => expect(Number(value)).toBeCloseTo(Number(expected[i]?.data[at]), 5)));
});

test("the backward body of an LSTM is lean: six operations, one product among them", () => {
  const [, backward] = loops(simplify(training(lstmStep, { batched: true })));
  expect(opsOf(backward)).toEqual(["mul", "add", "concat", "mul", "matmul", "mul"]);
  expect(backward?.inputs.carry).toHaveLength(2);
  expect(backward?.inputs.consts).toHaveLength(1);
});

test("results that nothing reads add nothing to it", () => {
  const [, backward] = loops(simplify(training(lstmStep, { batched: true, sequence: "unread" })));
  expect(opsOf(backward)).toHaveLength(6);
  expect(backward?.inputs.xs).toHaveLength(3);
});

test("the backward body of a GRU is lean as well: what is taken of the cotangent twice is taken once", () => {
  const [, backward] = loops(simplify(training(gruStep, { batched: true })));
  expect(opsOf(backward).toSorted()).toEqual(["add", "concat", "matmul", "mul", "mul"]);
});

test("the forward body of an LSTM multiplies the state only; the product of the inputs is one for all steps", () => {
  const graph = simplify(training(lstmStep, { batched: true }));
  const [forward] = loops(graph);
  expect(opsOf(forward).filter((op) => op === "matmul")).toHaveLength(1);
  const products = graph.nodes.filter(({ op }) => op === "matmul").map(({ outputs }) => graph.specs[outputs[0] ?? 0]?.shape);
  expect(products).toContainEqual([steps, batch, 4 * units]);
});

test("the gradients of both kernels are one product behind the loop, over steps and rows together", () => {
  const graph = simplify(training(lstmStep, { batched: true }));
  const inner = graph.nodes
    .filter(({ op }) => op === "matmul")
    .map(({ inputs }) => graph.specs[Number(inputs["a"])]?.shape)
    .filter((shape) => shape?.length === 2 && shape[1] === steps * batch);
  expect(inner).toEqual([[features + units, steps * batch]]);
});

test("the product of a user's own cell leaves the loop as well", () => {
  const [forward] = loops(simplify(training(ownStep, { batched: true })));
  expect(opsOf(forward).filter((op) => op === "matmul")).toHaveLength(1);
});

test("a loop that does not ask for it stays as it is", () => {
  const [forward, backward] = loops(simplify(training(lstmStep, {})));
  expect(opsOf(forward).filter((op) => op === "matmul")).toHaveLength(2);
  expect(backward?.inputs.carry.length).toBeGreaterThan(2);
});

test("what no carry enters leaves the loop altogether, and with nothing left so does the loop's work", () => {
  const graph = trace(
    (xs: Tensor, w: Tensor) =>
      scan((total: Tensor, x: Tensor) => [total, x.matmul(w).tanh()] as const, literal(0, "float32"), xs, { batched: true })[1],
    [{ shape: [steps, batch, features] }, { shape: [features, units] }],
  );
  const result = simplify(graph);
  expect(result.nodes.map(({ op }) => op)).toEqual(["matmul", "tanh"]);
  const given = [numbers([steps, batch, features], 0), numbers([features, units], 50)];
  expect(evaluate(result, given)).toEqual(evaluate(graph, given));
});

test("what would not fit into memory for all steps stays in the loop", () => {
  const graph = trace(
    (xs: Tensor, w: Tensor) =>
      scan((total: Tensor, x: Tensor) => [total.add(x.matmul(w).sum()), []] as const, literal(0, "float32"), xs, { batched: true })[0],
    [{ shape: [100_000, 1, 4] }, { shape: [4, 10_000] }],
  );
  const result = simplify(graph);
  expect(loops(result)).toHaveLength(1);
  expect(opsOf(loops(result)[0])).toContain("matmul");
});

test("random bits are drawn in the step that draws them", () => {
  const graph = trace(
    (keys: Tensor) =>
      scan(
        (total: Tensor, key: Tensor) => [total.add(key.cast("float32").sum()), key.cast("float32").mul(2)] as const,
        literal(0, "float32"),
        keys,
        {
          batched: true,
        },
      ),
    [{ shape: [steps, 2], dtype: "uint32" }],
  );
  const given = [
    tensorData(
      Uint32Array.from({ length: 2 * steps }, (_, i) => i),
      [steps, 2],
    ),
  ];
  expect(evaluate(simplify(graph), given)).toEqual(evaluate(graph, given));
});
