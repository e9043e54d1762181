import { bindShape, namedDim, printDim } from "@tidu/core-tensor";
import type { TensorData, TensorSpec } from "@tidu/core-tensor";
import { applyClassWeight } from "../data/class-weight.ts";
import type { ClassWeight } from "../data/class-weight.ts";
import { toInputs } from "../data/inputs.ts";
import type { Inputs } from "../data/inputs.ts";
import { toSampleWeights } from "../data/sample-weight.ts";
import type { SampleWeights } from "../data/sample-weight.ts";
import { splitValidation } from "../data/split-validation.ts";
import { fitTargets, readTargets, targetTitle } from "../data/targets.ts";
import type { Targets } from "../data/targets.ts";
import type { Network } from "../network/network.ts";
import { objectivesOf } from "./compile.ts";
import type { Compiled } from "./compile.ts";
import type { Objective } from "./objective.ts";

/** Rows of a data set on the host, checked: inputs, targets and weights in the order of the model's inputs and outputs. */
export interface HostData {
  readonly x: readonly TensorData[];
  readonly y: readonly TensorData[];
  /** By output position, for those that have weights. */
  readonly sampleWeight: { readonly [output: number]: TensorData };
  readonly rows: number;
  /** The targets as the user passed them. */
  readonly given: readonly Pick<TensorData, "dtype" | "shape">[];
  readonly objectives: readonly Objective[];
}

export interface DataRequest {
  /** The method that was called, for errors. */
  readonly what: string;
  readonly network: Network;
  readonly compiled: Compiled;
  readonly x: Inputs;
  readonly y: Targets;
  readonly sampleWeight?: SampleWeights | undefined;
  /** What the outputs are trained and measured by, where targets of the same kind have said so. */
  readonly objectives?: readonly Objective[] | undefined;
}

/**
 * Reads and checks what the user passed.
 *
 * @throws when inputs or targets do not fit the model, or a loss does not fit its output: where, what was received, what to do
 */
export async function prepareData({ what, network, compiled, x, y, sampleWeight, objectives: known }: DataRequest): Promise<HostData> {
  const inputs = await toInputs(x, network.inputs, { where: what });
  const rows = inputs[0]?.shape[0] ?? 0;
  const given = await readTargets(y, network.outputs, { rows, where: what });
  const specs = given.map(({ dtype, shape }): TensorSpec => ({ dtype, shape: [namedDim("batch"), ...shape.slice(1)] }));
  const objectives = known ?? objectivesOf(compiled, network, specs, what);
  const names = network.outputs.map(({ name }) => name);
  const sizes = freeSizes(network, inputs);
  const predictions = objectives.map(({ prediction }): TensorSpec => ({ ...prediction, shape: bindShape(prediction.shape, sizes) }));
  const targets = objectives.map(({ output, loss, prediction }, i) =>
    fitTargets(targetTitle(what, output, names.length), loss, at(given, i), predictions[i] ?? prediction),
  );
  const weighted = objectives.map(({ output, prediction }, i) => ({
    name: output,
    positions: positionsOf(predictions[i] ?? prediction, at(targets, i)),
  }));
  const weights = sampleWeight === undefined ? [] : await toSampleWeights(sampleWeight, weighted, rows, what);
  return {
    x: inputs,
    y: targets,
    sampleWeight: Object.fromEntries(weights.map((values, i) => [i, values])),
    rows,
    given: given.map(({ dtype, shape }) => ({ dtype, shape })),
    objectives,
  };
}

/** What the free sizes of the inputs are in these data, the number of rows left out: outputs of a sequence have its length. */
const freeSizes = (network: Network, inputs: readonly TensorData[]): Readonly<Record<string, number>> =>
  Object.fromEntries(
    network.inputs.flatMap(({ spec }, i) =>
      spec.shape.flatMap((dim, axis): readonly (readonly [string, number])[] => {
        const size = inputs[i]?.shape[axis];
        return axis === 0 || typeof dim === "number" || size === undefined ? [] : [[printDim(dim), size]]; // a name, or nothing's name
      }),
    ),
  );

/** The positions of an output's losses within a row; free sizes are those of the targets. */
const positionsOf = ({ shape }: TensorSpec, y: TensorData): readonly number[] =>
  shape.slice(1, -1).map((dim, i) => (typeof dim === "number" ? dim : (y.shape[i + 1] ?? 1)));

/**
 * The data with weights by class multiplied in.
 *
 * @throws when the model has several outputs, or a class has no weight
 */
export function withClassWeight(what: string, host: HostData, classWeight: ClassWeight | undefined): HostData {
  if (classWeight === undefined) return host;
  const [objective, ...others] = host.objectives;
  if (objective === undefined || others.length > 0) {
    throw new Error(
      `${what}: classWeight is for models with one output, this one has ${host.objectives.length}. Use sampleWeight per output.`,
    );
  }
  const { loss, prediction, target } = objective;
  const weights = applyClassWeight(at(host.y, 0), classWeight, {
    where: what,
    sampleWeight: host.sampleWeight[0],
    numClasses: loss.numClasses?.(prediction),
    ids: target.dtype === "int32",
    ignoreClass: loss.ignoreClass,
  });
  return { ...host, sampleWeight: { 0: weights } };
}

/** The last part of the rows, taken away for validation before any shuffling, as Keras does. */
export function splitHostData(host: HostData, fraction: number): readonly [train: HostData, validation: HostData] {
  const weighted = Object.keys(host.sampleWeight);
  const { train, validation } = splitValidation([...host.x, ...host.y, ...Object.values(host.sampleWeight)], fraction);
  const part = (arrays: readonly TensorData[]): HostData => ({
    ...host,
    rows: arrays[0]?.shape[0] ?? 0,
    x: arrays.slice(0, host.x.length),
    y: arrays.slice(host.x.length, host.x.length + host.y.length),
    sampleWeight: Object.fromEntries(weighted.map((output, i) => [output, at(arrays, host.x.length + host.y.length + i)])),
  });
  return [part(train), part(validation)];
}

function at(list: readonly TensorData[], i: number): TensorData {
  const values = list[i];
  if (values === undefined) throw new Error(`The data of position ${i} are missing.`);
  return values;
}
