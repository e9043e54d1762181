import type { TensorData, TypedArray } from "@tidu/core-tensor";
import { onDevice } from "./engine.ts";
import type { Engine } from "./engine.ts";
import type { DataId } from "./references.ts";
import { releaseAll, rowOf, stackRows } from "./rows.ts";
import { zeros } from "./zeros.ts";
import { isOnHost } from "./plan.ts";
import type { Held, HostStep, KernelStep, LoopStep, Plan, Step, Value, WriteStep } from "./plan.ts";

/**
 * Runs a plan. It takes over one reference to each of `inputs` and gives one to each result; everything else is released on
 * the way, also when a step fails.
 */
export async function runPlan(plan: Plan, engine: Engine, inputs: readonly Held[]): Promise<readonly Held[]> {
  const held = Array.from<Held | undefined>({ length: plan.slots });
  plan.inputs.forEach(({ slot }, i) => (held[slot] = inputs[i]));
  for (const [slot, value] of plan.constants) held[slot] = value;
  let current: Step | undefined;
  try {
    for (const slot of plan.unused) drop(held, slot, engine);
    for (const step of plan.steps) {
      current = step;
      if (step.kind === "kernel") runKernel(step, engine, held);
      else if (step.kind === "host") await runOnHost(step, engine, held);
      else if (step.kind === "write") runWrite(step, engine, held);
      else await runLoop(step, engine, held);
      for (const slot of step.free) drop(held, slot, engine);
    }
  } catch (cause) {
    held.forEach((_, slot) => plan.constants.has(slot) || drop(held, slot, engine));
    const message = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`tfjs ${engine.name}: ${current?.where ?? "start"}: ${message}`, { cause });
  }
  return plan.outputs.map(({ value, shared }) => {
    const result = at(held, value);
    if (shared && !isOnHost(result)) engine.keep(result);
    return result;
  });
}

function runKernel(step: KernelStep, engine: Engine, held: (Held | undefined)[]): void {
  for (const { info, slot } of step.feeds) info.dataId = held[slot] as DataId;
  const result = step.call({ inputs: step.inputs, attrs: step.attributes, backend: engine.backend });
  if (!Array.isArray(result)) held[step.outputs[0] ?? 0] = result.dataId;
  else step.outputs.forEach((slot, i) => (held[slot] = result[i]?.dataId));
}

/** Waits only where the engine gives its numbers as promises. */
async function runOnHost(step: HostStep, engine: Engine, held: (Held | undefined)[]): Promise<void> {
  const numbers: TensorData[] = [];
  for (const input of step.inputs) {
    const value = at(held, input);
    const data = onDevice(input.dtype) && !isOnHost(value) ? engine.read(value, input.shape, input.dtype) : (value as TypedArray);
    numbers.push({ dtype: input.dtype, shape: input.shape, data: data instanceof Promise ? await data : data });
  }
  const results = step.compute(numbers);
  step.outputs.forEach((output, i) => {
    const data = results[i]?.data;
    if (data === undefined) throw new Error("expected another result.");
    held[output.slot] = onDevice(output.dtype) ? engine.upload(data, output.shape, output.dtype) : data;
  });
}

function runWrite({ write, inputs, outputs: [output] }: WriteStep, engine: Engine, held: (Held | undefined)[]): void {
  held[output.slot] = zeros(output, engine); // before its inputs are read: memory that grows moves
  const [out, ...from] = [output, ...inputs].map((value) => {
    const { shape, dtype } = value;
    const found = at(held, value);
    const numbers = isOnHost(found) || !onDevice(dtype) ? found : engine.read(found, shape, dtype);
    if (numbers instanceof Float32Array || numbers instanceof Int32Array) return numbers;
    throw new Error(`JavaScript cannot read the ${dtype} numbers of ${engine.name} here.`);
  });
  if (out !== undefined) write(out, ...from);
}

async function runLoop(step: LoopStep, engine: Engine, held: (Held | undefined)[]): Promise<void> {
  const { body, length, reverse, carry, xs, consts, outputs } = step;
  let state: readonly Held[] = carry.map((value) => shared(held, value, engine));
  const ys = outputs.slice(carry.length).map(() => Array.from<Held | undefined>({ length }));
  try {
    for (let i = 0; i < length; i++) {
      const row = reverse ? length - 1 - i : i;
      const slices = xs.map((x) => rowOf(at(held, x), x, row, engine));
      const results = await runPlan(body, engine, [...state, ...slices, ...consts.map((value) => shared(held, value, engine))]);
      state = results.slice(0, carry.length);
      ys.forEach((rows, y) => (rows[row] = results[carry.length + y]));
    }
  } catch (error) {
    releaseAll(ys.flat(), engine);
    throw error;
  }
  outputs.forEach((output, i) => {
    const rows = ys[i - carry.length];
    held[output.slot] =
      rows === undefined
        ? state[i]
        : stackRows(
            rows.filter((row) => row !== undefined),
            output,
            engine,
          );
  });
}

function at(held: readonly (Held | undefined)[], { slot }: Value): Held {
  const value = held[slot];
  if (value === undefined) throw new Error("a value is used before it is computed.");
  return value;
}

/** A reference of its own to a value. */
function shared(held: readonly (Held | undefined)[], value: Value, engine: Engine): Held {
  const found = at(held, value);
  if (!isOnHost(found)) engine.keep(found);
  return found;
}

function drop(held: (Held | undefined)[], slot: number, engine: Engine): void {
  const value = held[slot];
  if (value !== undefined && !isOnHost(value)) engine.release(value);
  held[slot] = undefined;
}
