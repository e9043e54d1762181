import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onnxruntime } from "@tidu/backend-onnxruntime";
import type { OrtModule } from "@tidu/backend-onnxruntime";
import type { Backend } from "@tidu/core-tensor";
import * as ort from "onnxruntime-node";
import { printTable } from "./table.ts";
import type { Workload } from "./workload.ts";

const steps = 30;
const warmUp = 5;

/** An event of onnxruntime's profiler: a run, or a kernel with the shapes that it saw. */
interface ProfileEvent {
  readonly cat: string;
  readonly name: string;
  readonly ts: number;
  readonly dur: number;
  readonly args?: { readonly op_name?: string; readonly input_type_shape?: Shapes; readonly output_type_shape?: Shapes };
}
type Shapes = readonly Readonly<Record<string, readonly number[]>>[];

/**
 * Where a training step spends its time, by onnxruntime's own profiler: steps one at a time, as loops of steps confuse it. The last line is the
 * share of what only moves numbers: transposes, and gathers that put all rows in another order.
 */
export async function profile(workload: Workload): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "tidu-profile-"));
  try {
    const sessions: ort.InferenceSession[] = [];
    const create: OrtModule["InferenceSession"]["create"] = async (model, options) => {
      const settings = { ...options, enableProfiling: true, profileFilePrefix: join(folder, "profile") };
      const session = await ort.InferenceSession.create(model, settings);
      sessions.push(session);
      return session;
    };
    const backend = await onnxruntime({ ort: { ...ort, InferenceSession: { create } } });
    const model = await workload.tidu(oneStepACall(backend));
    const { x, y } = workload.data(workload.batchSize);
    if (workload.predict === true)
      for (let step = 0; step < steps + warmUp; step++) await model.predict(x, { batchSize: workload.batchSize });
    else await model.fit(x, y, { batchSize: workload.batchSize, epochs: steps + warmUp, shuffle: false, verbose: 0 });
    for (const session of sessions) session.endProfiling();
    const events = readdirSync(folder).map((file) => JSON.parse(readFileSync(join(folder, file), "utf8")) as readonly ProfileEvent[]);
    return table(workload, events.toSorted((a, b) => b.length - a.length)[0] ?? []);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The backend, as one that does not run loops itself. */
const oneStepACall = (backend: Backend): Backend => ({
  name: backend.name,
  loops: "host",
  compile: (graph, options) => backend.compile(graph, options),
  upload: (data, spec) => backend.upload(data, spec),
  dispose: () => backend.dispose(),
});

function table({ id }: Workload, events: readonly ProfileEvent[]): string {
  const runs = events.filter(({ name }) => name === "model_run").toSorted((a, b) => a.ts - b.ts);
  const start = runs[warmUp]?.ts ?? 0;
  const counted = runs.length - warmUp;
  const kernels = events.filter(
    ({ cat, name, ts, args }) => cat === "Node" && name.endsWith("_kernel_time") && ts >= start && args?.op_name !== "Scan",
  );
  const total = sumOf(kernels);
  const kinds = [...new Set(kernels.map(kindOf))];
  const groups = kinds.map((kind) => ({ kind, group: kernels.filter((kernel) => kindOf(kernel) === kind) }));
  const rows = groups
    .toSorted((a, b) => sumOf(b.group) - sumOf(a.group))
    .map(({ kind, group }) => [
      kind,
      String(Math.round(group.length / counted)),
      milliseconds(sumOf(group) / counted),
      share(sumOf(group), total),
    ]);
  const layout = sumOf(kernels.filter((kernel) => layoutKinds.has(kindOf(kernel))));
  return [
    `${id}: ${milliseconds(total / counted)} in operators of one step, on average over ${counted}`,
    printTable([["operator", "nodes", "time", "share"], ...rows.slice(0, 16)]),
    `  transposes and gathers that only reorder: ${share(layout, total)} of the step`,
  ].join("\n");
}

const reordering = "Gather (reorders)";
const layoutKinds: ReadonlySet<string> = new Set(["Transpose", reordering]);

/** A gather whose result is as large as what it reads moves everything and makes nothing; others make tiles, columns or pieces. */
function kindOf({ args }: ProfileEvent): string {
  const op = args?.op_name ?? "?";
  if (op !== "Gather") return op;
  const [input = 0, output = 0] = [args?.input_type_shape, args?.output_type_shape].map(
    (shapes) =>
      Object.values(shapes?.[0] ?? {})
        .flatMap((shape) => shape.reduce((size, dim) => size * dim, 1))
        .at(0) ?? 0,
  );
  return Math.abs(output - input) <= 0.02 * input ? reordering : op;
}

const sumOf = (events: readonly ProfileEvent[]): number => events.reduce((sum, { dur }) => sum + dur, 0);
const milliseconds = (microseconds: number): string => `${(microseconds / 1000).toPrecision(3)} ms`;
const share = (part: number, whole: number): string => `${((100 * part) / whole).toFixed(1)} %`;
