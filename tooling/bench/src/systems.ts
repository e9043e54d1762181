import { existsSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Child } from "./child.ts";
import type { Answer, Request } from "./protocol.ts";
import { findPython } from "./python.ts";

export type SystemName =
  | "tidu onnxruntime-node"
  | "tidu tfjs cpu"
  | "tidu tfjs wasm"
  | "tfjs-layers cpu"
  | "tfjs-layers wasm"
  | "PyTorch"
  | "PyTorch fused compiled"
  | "Keras";

/** Something that runs a workload. */
export interface System {
  readonly name: SystemName;
  /** It takes long to get ready: `--quick` leaves it out of workloads whose targets do not name it. */
  readonly slowStart?: boolean;
  /** Starts it in a process of its own, or says why it cannot. */
  readonly start: (workload: string, options: StartOptions) => Started;
}

/** Runs a workload in a system's own process, which ends afterwards. */
export async function withSystem<Result>(
  { name, start }: System,
  workload: string,
  use: (running: Running) => Promise<Result>,
): Promise<Result> {
  const started = start(workload, { quick: true });
  if ("missing" in started) throw new Error(`${name}: ${started.missing}`);
  try {
    return await use(started);
  } finally {
    started.end();
  }
}

export interface StartOptions {
  readonly quick: boolean;
}

export type Started = { readonly missing: string } | Running;

export interface Running {
  ask(request: Request): Promise<Answer>;
  end(): void;
}

const inJavaScript = (name: SystemName, script: string, backend: string): System => ({
  name,
  start: (workload) => new Child(process.execPath, [fileURLToPath(new URL(`children/${script}.js`, import.meta.url)), workload, backend]),
});

interface PythonSystem {
  readonly script: string;
  readonly args?: readonly string[];
  /** Arguments that make it faster and less exact. */
  readonly quickArgs?: readonly string[];
  readonly modules: readonly string[];
  /** The environment variable that names a Python. */
  readonly variable: string;
  readonly packages: string;
  readonly slowStart?: boolean;
}

/** The scripts stand beside the repository, with the description of the workloads. */
const baselines = process.env["BENCH_BASELINES"] ?? fileURLToPath(new URL("../../../../shared/bench/", import.meta.url));

/** A baseline script in Python; each request runs it once, and its row is the answer. */
const inPython = (
  name: SystemName,
  { script, args = [], quickArgs = [], modules, variable, packages, slowStart = false }: PythonSystem,
): System => ({
  name,
  slowStart,
  start: (workload, { quick }) => {
    const python = findPython(variable, modules, `pip install ${packages}`);
    if ("missing" in python) return python;
    const baseline = join(baselines, script);
    if (!existsSync(baseline)) return { missing: `no ${baseline} (BENCH_BASELINES names the folder of the baseline scripts)` };
    const files = [fileURLToPath(new URL("../baselines/rounds.py", import.meta.url)), baseline];
    const env = { KERAS_BACKEND: "tensorflow", TF_CPP_MIN_LOG_LEVEL: "3", PYTHONDONTWRITEBYTECODE: "1" };
    const child = new Child(python.program, [...files, ...args, ...(quick ? quickArgs : []), workload], env);
    return {
      ask: async (request) => rowToAnswer(await child.ask<BaselineRow>(request)),
      end: () => child.end(),
    };
  },
});

interface BaselineRow {
  readonly system: string;
  readonly threads: number;
  readonly median_ms: number;
  readonly p10_ms: number;
  readonly p90_ms: number;
  readonly peak: number;
}

const rowToAnswer = ({ system, threads, p10_ms, median_ms, p90_ms, peak }: BaselineRow): Answer => ({
  system,
  peak,
  threads: threads === 0 ? availableParallelism() : threads,
  times: [p10_ms, median_ms, p90_ms],
});

const torch = { script: "torch_baseline.py", modules: ["torch"], variable: "BENCH_PYTHON", packages: "torch==2.13.0" };

/** In the order of the table. */
export const systems: readonly System[] = [
  inJavaScript("tidu onnxruntime-node", "tidu", "onnxruntime"),
  inJavaScript("tidu tfjs wasm", "tidu", "wasm"),
  inJavaScript("tidu tfjs cpu", "tidu", "cpu"),
  inJavaScript("tfjs-layers wasm", "tfjs-layers", "wasm"),
  inJavaScript("tfjs-layers cpu", "tfjs-layers", "cpu"),
  inPython("PyTorch", torch),
  inPython("PyTorch fused compiled", { ...torch, args: ["--fused", "--compile"], slowStart: true }),
  inPython("Keras", {
    script: "keras_baseline.py",
    quickArgs: ["--epochs", "2"],
    modules: ["keras", "tensorflow"],
    variable: "BENCH_PYTHON_TF",
    packages: "tensorflow-cpu keras",
    slowStart: true,
  }),
];
