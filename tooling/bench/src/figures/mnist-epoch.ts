import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Child } from "../child.ts";
import { findPython } from "../python.ts";
import { printTable } from "../table.ts";
import { printMemory, printRatio } from "../targets.ts";
import { median } from "../timing.ts";

interface Epoch {
  readonly milliseconds: number;
  readonly images: number;
  readonly peak: number;
  readonly system: string;
  readonly threads: number;
}

const data = process.env["BENCH_MNIST"] ?? fileURLToPath(new URL("../../../../../shared/data/mnist/", import.meta.url));

/** Images per second of whole epochs over MNIST with the network of `cnn-small`, reading included: ours beside PyTorch with its DataLoader. */
export async function mnistEpoch(epochs: number, report: (text: string) => void): Promise<string> {
  const title = "mnist-epoch: 60,000 images through cnn-small, batch 128, shuffled, input pipeline included";
  if (!existsSync(join(data, "train-images-idx3-ubyte.gz")))
    return `${title}\n  not measured: no MNIST in ${data} (BENCH_MNIST names its folder)`;
  const rows: string[][] = [];
  const missing: string[] = [];
  for (const [name, start] of systems()) {
    report(`mnist-epoch: ${name}`);
    const started = start();
    if ("missing" in started) {
      missing.push(`  ${name}: ${started.missing}`);
      continue;
    }
    try {
      await started.ask({ kind: "round" }); // the first epoch compiles
      const answers: Epoch[] = [];
      while (answers.length < epochs) answers.push(await started.ask<Epoch>({ kind: "round" }));
      const rate = median(answers.map(({ images, milliseconds }) => (1000 * images) / milliseconds));
      const [{ system, threads, peak }] = answers.slice(-1) as [Epoch];
      rows.push([system, String(threads), rate.toFixed(0), printMemory(peak)]);
    } catch (error) {
      missing.push(`  ${name}: failed: ${error instanceof Error ? error.message : String(error)}`);
    } finally {
      started.end();
    }
  }
  const first = Number(rows[0]?.[2]);
  const table = [
    ["whole epochs", "threads", "images per second", "peak memory", ""],
    ...rows.map((row) => [...row, `${printRatio(Number(row[2]) / first)} ×`]),
  ];
  return [title, printTable(table), ...missing].join("\n");
}

type Started = Child | { readonly missing: string };

const systems = (): readonly (readonly [name: string, start: () => Started])[] => [
  ["tidu arrays", () => ours("arrays")],
  ["tidu pipeline", () => ours("pipeline")],
  ["PyTorch, no workers", () => torch(0)],
  ["PyTorch, 2 workers", () => torch(2)],
];

const ours = (source: string): Child =>
  new Child(process.execPath, [fileURLToPath(new URL("../children/mnist-epoch.js", import.meta.url)), data, source]);

function torch(workers: number): Started {
  const python = findPython("BENCH_PYTHON", ["torch", "numpy"], "pip install torch==2.13.0 numpy");
  if ("missing" in python) return python;
  const script = fileURLToPath(new URL("../../baselines/mnist_epoch.py", import.meta.url));
  return new Child(python.program, [script, data, String(workers)], { PYTHONDONTWRITEBYTECODE: "1" });
}
