import type { Optimizer } from "@tensorflow/tfjs-core";
import type { layers, LayersModel, sequential } from "@tensorflow/tfjs-layers";
import type { Backend, TensorData } from "@tidu/core-tensor";
import type { Model } from "@tidu/models";
import type { SystemName } from "./systems.ts";

/** The parts of tfjs-layers that workloads use. */
export interface TfjsLayers {
  readonly layers: typeof layers;
  readonly sequential: typeof sequential;
  readonly sgd: (learningRate: number) => Optimizer;
}

/**
 * The same training for every system. A workload is one file; the systems in Python know it by its id (torch_baseline.py, keras_baseline.py).
 */
export interface Workload {
  readonly id: string;
  /** What it is, in a line. */
  readonly about: string;
  readonly batchSize: number;
  /** Steps of an epoch; slow systems make shorter ones. */
  readonly steps: number;
  readonly data: (rows: number) => { readonly x: TensorData; readonly y: TensorData };
  /** Compiled, ready to fit. */
  readonly tidu: (backend: Backend) => Model | Promise<Model>;
  /** Compiled, ready to fit. */
  readonly tfjsLayers?: (tf: TfjsLayers) => LayersModel;
  /** Tokens that a step learns from: the table then shows how many a second. */
  readonly tokens?: number;
  /** Systems that take too long for a step. */
  readonly without?: readonly SystemName[];
  /** A step is a prediction of one batch, and nothing is trained. */
  readonly predict?: boolean;
  readonly targets: readonly Target[];
  /** Compile time to stay under, milliseconds. */
  readonly compileWithin?: number;
  /** Resident memory is looked at after 1,000 and 20,000 steps: always, or only without `--quick`. */
  readonly memory?: "always" | "full";
}

/** What must be reached: a time, or a ratio of two times or of two memories. */
export type Target =
  | { readonly system: SystemName; readonly atMostMs: number }
  | { readonly system: SystemName; readonly against: SystemName; readonly atMost: number }
  | { readonly system: SystemName; readonly against: SystemName; readonly fasterBy: number }
  | { readonly system: SystemName; readonly against: SystemName; readonly peakAtMost: number };

/** Our tfjs backend must keep up with tfjs-layers on the same kernels. */
export const tfjsTargets: readonly Target[] = [
  { system: "tidu tfjs cpu", against: "tfjs-layers cpu", atMost: 1.1 },
  { system: "tidu tfjs wasm", against: "tfjs-layers wasm", atMost: 1.1 },
];

/** Numbers uniform in [0, 1), the same each time (Lehmer 1951, with Park and Miller's constants). */
export function uniform(size: number): Float32Array {
  let state = 1;
  return Float32Array.from({ length: size }, () => {
    state = (state * 48271) % 2147483647;
    return state / 2147483647;
  });
}

/** What sequence models must reach: a share of the time of PyTorch as most people run it, and 0.55 of that of Keras on TensorFlow. */
export const sequenceTargets = (againstTorch: number): readonly Target[] => [
  { system: "tidu onnxruntime-node", against: "PyTorch", atMost: againstTorch },
  { system: "tidu onnxruntime-node", against: "Keras", atMost: 0.55 },
];

/** Ids of words uniform from 0 to one below `words`. */
export const ids = (shape: readonly number[], words: number): TensorData => ({
  dtype: "int32",
  shape,
  data: Int32Array.from(uniform(shape.reduce((size, dim) => size * dim, 1)), (share) => Math.floor(share * words)),
});

/** Images of numbers, labelled `i mod 10`. */
export const images = (rows: number, shape: readonly number[]): { readonly x: TensorData; readonly y: TensorData } => ({
  x: { dtype: "float32", shape: [rows, ...shape], data: uniform(rows * shape.reduce((size, dim) => size * dim, 1)) },
  y: { dtype: "int32", shape: [rows], data: Int32Array.from({ length: rows }, (_, i) => i % 10) },
});
