import { compositeOf, evaluate, isNode, scan, trace, valueAndGrad, zeros } from "@tidu/core-tensor";
import type { Backend, Graph, Tensor } from "@tidu/core-tensor";
import { differenceOf, download, randomValues } from "@tidu/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import { onnxruntime } from "./onnxruntime.ts";
import { wholeCalls } from "./whole-calls.ts";

let backend: Backend;
beforeAll(async () => {
  backend = await onnxruntime();
});
afterAll(() => backend.dispose());

const units = 4;

/** Elman's network as recurrent layers trace it. */
const simpleRnn = (x: Tensor, kernel: Tensor, recurrentKernel: Tensor): readonly Tensor[] =>
  compositeOf(
    {
      name: "simpleRnn",
      options: { activation: "tanh", useBias: false, goBackwards: false },
      body: (x, h, kernel, recurrentKernel) => {
        if (x === undefined || h === undefined || kernel === undefined || recurrentKernel === undefined) return [];
        const step = (h: Tensor, row: Tensor): readonly [Tensor, Tensor] => {
          const next = row.matmul(kernel).add(h.matmul(recurrentKernel)).tanh();
          return [next, next];
        };
        const [last, all] = scan(step, h, x.transpose([1, 0, 2]), { batched: true });
        return [all.transpose([1, 0, 2]), last];
      },
    },
    x,
    zeros([x.shape[0] ?? 1, units]),
    kernel,
    recurrentKernel,
  );

const loss = (kernel: Tensor, recurrentKernel: Tensor, x: Tensor): Tensor => {
  const [all, last] = simpleRnn(x, kernel, recurrentKernel);
  return all && last ? all.square().sum().add(last.sum()) : x.sum();
};

const shapes = [{ shape: [3, units] }, { shape: [units, units] }, { shape: ["batch", "time", 3] }];
const values = [randomValues([3, units], 1), randomValues([units, units], 2), randomValues([2, 6, 3], 3)];

const staysWhole = (graph: Graph): readonly boolean[] =>
  graph.nodes.flatMap((node) => (isNode(node, "call") ? [wholeCalls(graph)(node.params)] : []));

async function expectAgreement(graph: Graph): Promise<void> {
  const executable = await backend.compile(graph);
  const found = await executable.run(values.map(({ data, ...spec }) => backend.upload(data, spec)));
  for (const [i, expected] of evaluate(graph, values).entries()) {
    const result = found[i];
    expect(result === undefined ? "nothing" : differenceOf(await download(result), expected, { relative: 1e-5 })).toBeUndefined();
  }
}

test("a recurrent network is one operator where nothing is differentiated, in a loop over batches too", async () => {
  const forward = trace(loss, shapes);
  expect(staysWhole(forward)).toEqual([true]);
  await expectAgreement(forward);

  const batches = trace(
    (kernel: Tensor, recurrentKernel: Tensor, x: Tensor) =>
      scan((total: Tensor, x: Tensor) => [total.add(loss(kernel, recurrentKernel, x.expandDims(0))), []], x.sum().mul(0), x)[0],
    shapes,
  );
  const body = batches.nodes.flatMap((node) => (isNode(node, "scan") ? [node.params.body] : []))[0];
  const call = body?.nodes.find((node) => isNode(node, "call"));
  expect(call && isNode(call, "call") && wholeCalls(batches)(call.params)).toBe(true);
  await expectAgreement(batches);
});

test("a gradient shares the loop of its network, which is then written out", async () => {
  const both = (kernel: Tensor, recurrentKernel: Tensor, x: Tensor): readonly Tensor[] => {
    const { all, last } = twoOf(simpleRnn(x, kernel, recurrentKernel));
    const [value, slopes] = valueAndGrad(([kernel, recurrentKernel]: readonly [Tensor, Tensor]) => loss(kernel, recurrentKernel, x))([
      kernel,
      recurrentKernel,
    ]);
    return [value, ...slopes, all, last];
  };
  const graph = trace(both, shapes);
  expect(staysWhole(graph)).not.toContain(true);
  await expectAgreement(graph);
});

const twoOf = ([all, last]: readonly Tensor[]): { readonly all: Tensor; readonly last: Tensor } => {
  if (all === undefined || last === undefined) throw new Error("two results are missing");
  return { all, last };
};
