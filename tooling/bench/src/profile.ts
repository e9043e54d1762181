import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onnxruntime } from "@tidu/backend-onnxruntime";
import type { OrtModule } from "@tidu/backend-onnxruntime";
import type { Backend } from "@tidu/core-tensor";
import * as ort from "onnxruntime-node";
import { printTable } from "./table.ts";
import { epochClock, median } from "./timing.ts";
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
 *
 * The profiler makes nodes within a Scan 8 to 14 times slower, and the Scan with them. So the loops of a recurrent network are given the rest of
 * a step without the profiler, and of their nodes only the numbers are told.
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
    await run(workload, await onnxruntime({ ort: { ...ort, InferenceSession: { create } } }));
    for (const session of sessions) session.endProfiling();
    const files = readdirSync(folder).map((file) => JSON.parse(readFileSync(join(folder, file), "utf8")) as readonly ProfileEvent[]);
    const events = stepEvents(files.toSorted((a, b) => b.length - a.length)[0] ?? [], workload);
    return events.loops.length === 0 ? table(workload, events) : loopTable(workload, events, await run(workload, await onnxruntime()));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Runs the steps one a call; gives the milliseconds of one. */
async function run(workload: Workload, backend: Backend): Promise<number> {
  const { batchSize, predict } = workload;
  const model = await workload.tidu(oneStepACall(backend));
  const { x, y } = workload.data(batchSize);
  const { times, callback } = epochClock();
  if (predict === true) for (let step = 0; step < steps + warmUp; step++) await model.predict(x, { batchSize });
  else await model.fit(x, y, { batchSize, epochs: steps + warmUp, shuffle: false, verbose: 0, callbacks: [callback] });
  return median(times.slice(warmUp));
}

/** The backend, as one that does not run loops itself. */
const oneStepACall = (backend: Backend): Backend => ({
  name: backend.name,
  loops: "host",
  compile: (graph, options) => backend.compile(graph, options),
  upload: (data, spec) => backend.upload(data, spec),
  dispose: () => backend.dispose(),
});

/** What the profiler saw of the steps behind the warm-up. */
interface StepEvents {
  readonly steps: number;
  /** The loops of the network: the training step is itself the body of one, over steps. */
  readonly loops: readonly ProfileEvent[];
  readonly within: readonly ProfileEvent[];
  readonly outside: readonly ProfileEvent[];
}

function stepEvents(events: readonly ProfileEvent[], { predict = false }: Workload): StepEvents {
  const runs = events.filter(({ name }) => name === "model_run").toSorted((a, b) => a.ts - b.ts);
  const start = runs[warmUp]?.ts ?? 0;
  const kernels = events.filter(({ cat, name, ts }) => cat === "Node" && name.endsWith("_kernel_time") && ts >= start);
  const scans = kernels.filter(isScan);
  const depthOf = (kernel: ProfileEvent): number =>
    scans.filter((scan) => scan !== kernel && kernel.ts >= scan.ts && kernel.ts + kernel.dur <= scan.ts + scan.dur).length;
  const step = predict ? 0 : 1;
  const depths = new Map(kernels.map((kernel) => [kernel, depthOf(kernel)]));
  return {
    steps: runs.length - warmUp,
    loops: scans.filter((scan) => depths.get(scan) === step),
    within: kernels.filter((kernel) => (depths.get(kernel) ?? 0) > step),
    outside: kernels.filter((kernel) => (depths.get(kernel) ?? 0) <= step && !isScan(kernel)),
  };
}

const isScan = ({ args }: ProfileEvent): boolean => args?.op_name === "Scan";

/** A step without loops. */
function table({ id }: Workload, { outside, steps }: StepEvents): string {
  const total = sumOf(outside);
  return [
    `${id}: ${milliseconds(total / steps)} in operators of one step, on average over ${steps}`,
    printTable([["operator", "nodes", "time", "share"], ...operatorRows(outside, steps, total)]),
    layoutLine(outside, total),
  ].join("\n");
}

/** A step with loops, whose time is what the others leave of a step without the profiler. */
function loopTable({ id }: Workload, { loops, within, outside, steps }: StepEvents, plainStep: number): string {
  const total = Math.max(plainStep * 1000 * steps, sumOf(outside));
  const inLoops = total - sumOf(outside);
  const counts = groupsOf(within).map(({ kind, group }) => `${kind} ${Math.round(group.length / steps)}`);
  return [
    `${id}: ${milliseconds(total / steps)} for one step without the profiler, ${milliseconds(sumOf(outside) / steps)} in operators outside loops, on average over ${steps}`,
    printTable([
      ["operator", "nodes", "time", "share"],
      ["loops (the rest)", String(Math.round(loops.length / steps)), milliseconds(inLoops / steps), share(inLoops, total)],
      ...operatorRows(outside, steps, total),
    ]),
    layoutLine(outside, total),
    `  nodes that loops run in a step (no times: the profiler makes them 8 to 14 times slower): ${counts.join(", ")}`,
  ].join("\n");
}

const operatorRows = (kernels: readonly ProfileEvent[], steps: number, total: number): readonly (readonly string[])[] =>
  groupsOf(kernels)
    .toSorted((a, b) => sumOf(b.group) - sumOf(a.group))
    .slice(0, 16)
    .map(({ kind, group }) => [
      kind,
      String(Math.round(group.length / steps)),
      milliseconds(sumOf(group) / steps),
      share(sumOf(group), total),
    ]);

function groupsOf(kernels: readonly ProfileEvent[]) {
  const groups = new Map<string, ProfileEvent[]>();
  for (const kernel of kernels) {
    const kind = kindOf(kernel);
    const group = groups.get(kind);
    if (group === undefined) groups.set(kind, [kernel]);
    else group.push(kernel);
  }
  return [...groups].map(([kind, group]) => ({ kind, group }));
}

const layoutLine = (kernels: readonly ProfileEvent[], total: number): string => {
  const layout = sumOf(kernels.filter((kernel) => layoutKinds.has(kindOf(kernel))));
  return `  transposes and gathers that only reorder: ${share(layout, total)} of the step`;
};

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
