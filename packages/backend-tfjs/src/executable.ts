import { bindingsOf, bindSizes, isStatic, printSpec, simplify } from "@tidu/core-tensor";
import type { CompileOptions, DeviceTensor, Executable, Graph, RunOptions, TensorData } from "@tidu/core-tensor";
import { ConstantPool } from "./constant-pool.ts";
import { TfjsTensor } from "./device-tensor.ts";
import type { Engine } from "./engine.ts";
import type { Plan } from "./plan.ts";
import { planGraph } from "./planner.ts";
import { runPlan } from "./run-plan.ts";

/** Plans kept at a time: one per combination of the free sizes. */
const keptPlans = 32;

/** A graph on a tfjs backend, planned once for every combination of sizes that it meets. */
export class TfjsExecutable implements Executable {
  readonly #graph: Graph;
  readonly #engine: Engine;
  readonly #where: string;
  /** Inputs given at compile time, by position. */
  readonly #fixed: ReadonlyMap<number, TfjsTensor>;
  readonly #pool: ConstantPool;
  readonly #plans = new Map<string, { readonly plan: Plan; readonly constants: readonly TensorData[] }>();
  #disposed = false;

  constructor(graph: Graph, engine: Engine, { name = "graph", constants = new Map() }: CompileOptions = {}) {
    this.#graph = graph;
    this.#engine = engine;
    this.#where = `tfjs ${engine.name}: ${name}`;
    this.#pool = new ConstantPool(engine, this);
    const own = [...constants].map(([position, tensor]) => [position, this.#own(tensor, position)] as const);
    this.#fixed = new Map(own.map(([position, tensor]) => [position, new TfjsTensor(engine, tensor.spec, tensor.share())]));
    if (graph.inputs.every(({ spec }) => isStatic(spec.shape)))
      this.#planFor(graph.inputs.map(({ spec }) => spec.shape as readonly number[]));
  }

  async run(inputs: readonly DeviceTensor[], { donate = [] }: RunOptions = {}): Promise<readonly DeviceTensor[]> {
    if (this.#engine.closed) throw new Error(`${this.#where}: the backend was disposed.`);
    if (this.#disposed) throw new Error(`${this.#where}: this executable was disposed.`);
    const expected = this.#graph.inputs.length - this.#fixed.size;
    if (inputs.length !== expected) throw new Error(`${this.#where}: expected ${expected} inputs, received ${inputs.length}.`);
    const fed = inputs.values();
    const all = this.#graph.inputs.map((_, position) => this.#fixed.get(position) ?? this.#own(fed.next().value, position));
    const plan = this.#planFor(all.map(({ spec }) => spec.shape));
    const held = all.map((tensor) => tensor.share());
    for (const position of donate) inputs[position]?.dispose(); // the run holds the last reference, and frees it after the last use
    const results = await runPlan(plan, this.#engine, held);
    return plan.outputs.map(({ value: { shape, dtype } }, i) => new TfjsTensor(this.#engine, { shape, dtype }, results[i] ?? {}));
  }

  dispose(): void {
    this.#disposed = true;
    this.#plans.clear();
    this.#pool.clear();
    for (const tensor of this.#fixed.values()) tensor.dispose();
  }

  #own(tensor: DeviceTensor | undefined, position: number): TfjsTensor {
    const input = this.#graph.inputs[position];
    const where = `${this.#where}: input ${input?.name ?? position}`;
    if (!(tensor instanceof TfjsTensor) || tensor.engine !== this.#engine)
      throw new Error(`${where}: expected a tensor of this backend. Upload its numbers here first.`);
    if (tensor.disposed) throw new Error(`${where}: this tensor ${printSpec(tensor.spec)} was disposed or donated to a run.`);
    if (tensor.spec.dtype !== input?.spec.dtype)
      throw new TypeError(`${where}: expected ${input?.spec.dtype ?? "nothing"}, received ${printSpec(tensor.spec)}.`);
    return tensor;
  }

  #planFor(shapes: readonly (readonly number[])[]): Plan {
    const bindings = bindingsOf(this.#graph, shapes);
    const key = Object.entries(bindings).join(" ");
    const found = this.#plans.get(key);
    if (found !== undefined) return found.plan;
    const constants: TensorData[] = [];
    const bound = key === "" ? this.#graph : simplify(bindSizes(this.#graph, bindings));
    const plan = planGraph(bound, this.#engine, (data) => {
      constants.push(data);
      return this.#pool.hold(data);
    });
    this.#plans.set(key, { plan, constants });
    const [oldest] = this.#plans.keys();
    if (this.#plans.size > keptPlans && oldest !== undefined) {
      this.#plans.get(oldest)?.constants.forEach((data) => this.#pool.drop(data));
      this.#plans.delete(oldest);
    }
    return plan;
  }
}
