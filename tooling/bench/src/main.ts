import { writeFileSync } from "node:fs";
import { availableParallelism, cpus } from "node:os";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { unknownName } from "@tidu/core-tensor";
import { compileLength } from "./figures/compile-length.ts";
import { compileResNet50 } from "./figures/compile-resnet50.ts";
import { compileTime } from "./figures/compile-time.ts";
import { generation } from "./figures/generation.ts";
import { importTime } from "./figures/import-time.ts";
import { memory } from "./figures/memory.ts";
import { mnistEpoch } from "./figures/mnist-epoch.ts";
import { measure } from "./measure.ts";
import { profile } from "./profile.ts";
import { jsonRows, targetTable, workloadTable } from "./report.ts";
import type { JsonRow } from "./report.ts";
import { judge } from "./targets.ts";
import type { Verdict } from "./targets.ts";
import type { Workload } from "./workload.ts";
import { workloads } from "./workloads/index.ts";

const wholeEpochs = "mnist-epoch";
const generating = "generation";
/** What is measured beside steps. */
const others: readonly string[] = [wholeEpochs, generating];

const usage = `pnpm bench [workload …] [--quick] [--json FILE]
  workloads: ${[...workloads.map(({ id }) => id), ...others].join(", ")}; all unless named
  --quick    fewer and shorter turns, under two minutes
  --profile  instead, where a step of ours spends its time, by onnxruntime's profiler
  --json     also writes { id, system, threads, median_ms, p10_ms, p90_ms } rows
  BENCH_PYTHON, BENCH_PYTHON_TF: the Python that has PyTorch, and the one that has Keras with TensorFlow
  BENCH_MNIST: the folder of MNIST's files`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    quick: { type: "boolean", default: false },
    profile: { type: "boolean", default: false },
    json: { type: "string" },
    help: { type: "boolean", default: false },
  },
});
if (values.help) console.log(usage);
else if (values.profile) await profileAll(positionals);
else await bench(positionals, values.quick, values.json);

async function bench(named: readonly string[], quick: boolean, json: string | undefined): Promise<void> {
  const chosen = named.length === 0 ? workloads : named.filter((id) => !others.includes(id)).map(workloadNamed);
  const plan = quick ? { quick, rounds: 3, milliseconds: 500 } : { quick, rounds: 5, milliseconds: 2000 };
  const attempts = quick ? 3 : 5;
  const rows: JsonRow[] = [];
  const verdicts: Verdict[] = [];
  console.log(`${cpus()[0]?.model ?? "unknown processor"}, ${availableParallelism()} threads; Node ${process.versions.node}\n`);

  for (const workload of chosen) {
    const results = await measure(workload, plan, progress);
    progress("");
    console.log(`${workloadTable(workload, results)}\n`);
    rows.push(...jsonRows(workload.id, results));
    verdicts.push(...judge(workload.id, workload.targets, results));

    progress(`${workload.id}: compile time and memory`);
    verdicts.push(...(await compileTime(workload, attempts)));
    if (workload.memory === "always" || (workload.memory === "full" && !quick)) verdicts.push(...(await memory(workload)));
  }
  if (named.includes(wholeEpochs) || (named.length === 0 && !quick)) {
    const rates = await mnistEpoch(quick ? 1 : 3, progress);
    progress("");
    console.log(`${rates}\n`);
  }
  if (named.length === 0 || named.includes(generating)) {
    const { text, verdicts: flat } = await generation(quick ? 1 : 5, progress);
    progress("");
    console.log(`${text}\n`);
    verdicts.push(...flat);
  }
  if (named.length === 0 || named.includes("resnet20")) {
    progress("resNet50: compile time");
    verdicts.push(...(await compileResNet50()));
  }
  if (chosen.some(({ id }) => id.startsWith("lstm"))) {
    progress("LSTM: compile time over several lengths");
    verdicts.push(...(await compileLength(attempts)));
  }
  verdicts.push(...importTime(attempts));
  progress("");
  console.log(targetTable(verdicts));
  if (json !== undefined) writeFileSync(resolve(process.env["INIT_CWD"] ?? ".", json), `${JSON.stringify(rows, null, 2)}\n`);
}

async function profileAll(named: readonly string[]): Promise<void> {
  for (const workload of named.length === 0 ? workloads : named.map(workloadNamed)) console.log(`${await profile(workload)}\n`);
}

function workloadNamed(id: string): Workload {
  const found = workloads.find((workload) => workload.id === id);
  const known = [...workloads.map((workload) => workload.id), ...others];
  if (found === undefined) throw new Error(unknownName("workload", id, known));
  return found;
}

/** What is going on, on one line of a terminal. */
function progress(text: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001B[2K${text}`);
}
