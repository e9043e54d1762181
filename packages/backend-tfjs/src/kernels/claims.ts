import type { CallParams } from "@tidu/core-tensor";
import type { EngineKind } from "../engine.ts";
import type { Value } from "../plan.ts";
import type { Run } from "../run.ts";
import { first } from "./rule.ts";

/** A composite that tfjs has a kernel for. */
export interface Claim {
  /** Whether the kernel does what the composite means for these options on such an engine. */
  readonly fits: (call: CallParams, engine: EngineKind) => boolean;
  readonly run: (args: readonly Value[], call: CallParams, run: Run) => readonly Value[];
}

const unary = (kernel: string, attributes = {}): Claim => ({
  fits: () => true,
  run: (args, _, run) => [run(kernel, { x: first(args) }, attributes)],
});

export const claims: Readonly<Record<string, Claim>> = {
  relu: unary("Relu"),
  softplus: unary("Softplus"),
  log1p: { ...unary("Log1p"), fits: (_, engine) => engine === "cpu" }, // the other kernels add 1 first
  expm1: { ...unary("Expm1"), fits: (_, engine) => engine !== "gpu" }, // its kernel takes 1 away last

  reluGradient: {
    fits: () => true,
    run: ([g, y], _, run) => {
      if (g === undefined || y === undefined) throw new Error("plan: reluGradient takes a cotangent and an output.");
      return [run("Multiply", { a: g, b: run("Step", { x: y }, { alpha: 0 }) })];
    },
  },

  softmax: {
    fits: ({ options, body }) => options["axis"] === (body.inputs[0]?.spec.shape.length ?? 0) - 1,
    run: (args, _, run) => {
      const logits = first(args);
      return [run("Softmax", { logits }, { dim: logits.shape.length - 1 })];
    },
  },

  clip: {
    fits: (_, engine) => engine !== "wasm", // its kernel turns NaN into a bound
    run: (args, { options }, run) => [
      run("ClipByValue", { x: first(args) }, { clipValueMin: Number(options["low"]), clipValueMax: Number(options["high"]) }),
    ],
  },
};
