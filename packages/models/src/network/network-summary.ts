import { printShape } from "@tidu/core-tensor";
import { summaryTable } from "../summary.ts";
import type { Network } from "./network.ts";
import { weightSpecsOf } from "./network-weights.ts";

/** Layers with output shapes and parameter counts, as Keras's `summary` shows them. */
export function networkSummary(name: string, network: Network): string {
  const specs = [...weightSpecsOf(network)];
  const count = (paths: readonly (readonly [string, { readonly shape: readonly number[] }])[]): number =>
    paths.reduce((sum, [, { shape }]) => sum + shape.reduce((product, size) => product * size, 1), 0);
  const trainable = count(specs.filter(([, spec]) => spec.trainable && !spec.frozen));
  const total = count(specs);
  const branched = network.applications.some(
    ({ inputs, outputs }, i) => inputs.length !== 1 || inputs[0] !== (i === 0 ? 0 : (outputs[0] ?? 0) - 1),
  );
  const seen = new Set<string>();
  const producers = new Map(
    network.applications.flatMap(({ layer, outputs }) => outputs.map((value): [number, string] => [value, layer.name])),
  );
  const inputRows = branched
    ? network.inputs.map(({ name: input, spec }) => ({
        name: input,
        kind: "input",
        outputShape: printShape(spec.shape),
        params: 0,
        connectedTo: [],
      }))
    : [];
  const rows = network.applications.map(({ layer, inputs, specs: outputs }) => {
    const again = seen.has(layer.name);
    seen.add(layer.name);
    return {
      name: layer.name,
      kind: layer.layer.kind,
      outputShape: outputs.map(({ shape }) => printShape(shape)).join(", "),
      params: again ? 0 : count(specs.filter(([path]) => path.startsWith(`${layer.name}/`))),
      ...(branched && { connectedTo: inputs.map((value) => producers.get(value) ?? network.inputs[value]?.name ?? "") }),
    };
  });
  return summaryTable({ name, rows: [...inputRows, ...rows], totals: { total, trainable, nonTrainable: total - trainable } });
}
