import { sizeOfShape } from "@tidu/core-tensor";
import type { TensorData } from "@tidu/core-tensor";
import type { NamedAttrMap, NamedTensorInfoMap, TensorInfo } from "@tensorflow/tfjs-core";
import { onDevice } from "./engine.ts";
import type { Engine } from "./engine.ts";
import type { DataId } from "./references.ts";
import type { Action, Held, HostFunction, LoopStep, Plan, Slot, StaticSpec, Step, Value, WriteFunction } from "./plan.ts";

/** Thrown while planning when the tfjs backend lacks a kernel; the node then runs on the host. */
export class MissingKernel extends Error {}

/** Writes a plan down, step by step. */
export class Recorder {
  readonly engine: Engine;
  readonly #actions: (Action & { readonly where: string })[] = [];
  readonly #constants = new Map<Slot, TensorData>();
  readonly #slotOf = new Map<TensorData, Slot>();
  readonly #fills = new Map<string, Value>();
  readonly #shared = new Map<string, Value>();
  #slots = 0;
  /** The op and layer that the next steps come from. */
  where = "";

  constructor(engine: Engine) {
    this.engine = engine;
  }

  value(spec: StaticSpec): Value {
    return { slot: this.#slots++, shape: spec.shape, dtype: spec.dtype };
  }

  constant(data: TensorData): Value {
    let slot = this.#slotOf.get(data);
    if (slot === undefined) {
      slot = this.#slots++;
      this.#slotOf.set(data, slot);
      this.#constants.set(slot, data);
    }
    return { slot, shape: data.shape, dtype: data.dtype, constant: data };
  }

  fill(number: number, size: number, dtype: "float32" | "int32" = "float32"): Value {
    const key = `${dtype} ${Object.is(number, -0) ? "-0" : number} ${size}`;
    let value = this.#fills.get(key);
    if (value === undefined) {
      const data = dtype === "float32" ? new Float32Array(size) : new Int32Array(size);
      value = this.constant({ dtype, shape: [size], data: data.fill(number) });
      this.#fills.set(key, value);
    }
    return value;
  }

  once(name: string, make: () => Value): Value {
    const value = this.#shared.get(name) ?? make();
    this.#shared.set(name, value);
    return value;
  }

  kernel(
    name: string,
    inputs: Readonly<Record<string, Value>> | readonly Value[],
    attributes: NamedAttrMap,
    specs: readonly StaticSpec[],
  ): readonly Value[] {
    const call = this.engine.kernel(name);
    if (call === undefined) throw new MissingKernel(`tfjs ${this.engine.name} has no kernel ${name}.`);
    const feeds: { info: TensorInfo; slot: Slot }[] = [];
    const infos: Record<string, TensorInfo> = {};
    for (const [key, value] of Object.entries(inputs)) {
      const { slot, shape, dtype } = value;
      if (!onDevice(dtype)) throw new Error(`${this.where}: ${name} cannot take ${dtype}.`);
      const info: TensorInfo = { dataId: nothing, shape: [...shape], dtype };
      infos[key] = info;
      feeds.push({ info, slot });
    }
    const results = specs.map((spec) => this.value(spec));
    this.#actions.push({
      kind: "kernel",
      where: this.where,
      call,
      inputs: Array.isArray(inputs) ? Object.assign([], infos) : (infos satisfies NamedTensorInfoMap),
      attributes,
      feeds,
      outputs: results.map(({ slot }) => slot),
    });
    return results;
  }

  compute(inputs: readonly Value[], compute: HostFunction, specs: readonly StaticSpec[]): readonly Value[] {
    const outputs = specs.map((spec) => this.value(spec));
    this.#actions.push({ kind: "host", where: this.where, compute, inputs, outputs });
    return outputs;
  }

  write(inputs: readonly Value[], spec: StaticSpec, write: WriteFunction): Value {
    const output = this.value(spec);
    this.#actions.push({ kind: "write", where: this.where, write, inputs, outputs: [output] });
    return output;
  }

  loop(loop: Omit<LoopStep, "kind" | "outputs">, specs: readonly StaticSpec[]): readonly Value[] {
    const outputs = specs.map((spec) => this.value(spec));
    this.#actions.push({ ...loop, kind: "loop", where: this.where, outputs });
    return outputs;
  }

  /** The plan: steps that nothing needs left out, and what to free after each of the others. */
  finish(inputs: readonly Value[], outputs: readonly Value[], hold: (data: TensorData) => Held): Plan {
    const live = new Set(outputs.map(({ slot }) => slot));
    const steps: Step[] = [];
    for (const action of this.#actions.toReversed()) {
      const written = writtenBy(action);
      if (!written.some((slot) => live.has(slot))) continue;
      const free = new Set([...written, ...readBy(action)].filter((slot) => !live.has(slot) && !this.#constants.has(slot)));
      for (const slot of readBy(action)) live.add(slot);
      steps.push({ ...action, free: [...free] });
    }
    const held = [...this.#constants].filter(([slot]) => live.has(slot)).map(([slot, data]) => [slot, hold(data)] as const);
    const returned = new Set<Slot>(this.#constants.keys());
    return {
      slots: this.#slots,
      inputs,
      constants: new Map(held),
      steps: steps.toReversed(),
      outputs: outputs.map((value) => {
        const shared = returned.has(value.slot);
        returned.add(value.slot);
        return { value, shared };
      }),
      unused: inputs.map(({ slot }) => slot).filter((slot) => !live.has(slot)),
    };
  }
}

/** Stands in tensor infos until a run puts its own there. */
const nothing: DataId = {};

function readBy(action: Action): readonly Slot[] {
  if (action.kind === "kernel") return action.feeds.map(({ slot }) => slot);
  const values = action.kind === "loop" ? [...action.carry, ...action.xs, ...action.consts] : action.inputs;
  return values.map(({ slot }) => slot);
}

const writtenBy = (action: Action): readonly Slot[] => (action.kind === "kernel" ? action.outputs : action.outputs.map(({ slot }) => slot));

/** Whether a value has no elements: kernels are never asked about those. */
export const isEmpty = ({ shape }: StaticSpec): boolean => sizeOfShape(shape) === 0;
