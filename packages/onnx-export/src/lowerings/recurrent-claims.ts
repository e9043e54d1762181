import type { CallOptions, CallParams, TensorSpec } from "@tidu/core-tensor";
import type { Attributes, Lowered, Operand, Write } from "../lowering.ts";
import { recurrentBias, recurrentKernel } from "./recurrent-weights.ts";

/** One of ONNX's operators over a sequence. */
interface RecurrentOperator {
  readonly opType: string;
  /** Its states, and those of the composite before the weights. */
  readonly states: number;
  /** Which gate of the composite's weights stands where the operator has its first, its second … */
  readonly gates: readonly number[];
  /** Its activations, by the names of the options that say them. */
  readonly activations: readonly string[];
  readonly attributes?: (options: CallOptions) => Attributes;
}

const operators: Readonly<Record<string, RecurrentOperator>> = {
  lstm: { opType: "LSTM", states: 2, gates: [0, 3, 1, 2], activations: ["recurrentActivation", "activation", "activation"] },
  gru: {
    opType: "GRU",
    states: 1,
    gates: [0, 1, 2],
    activations: ["recurrentActivation", "activation"],
    attributes: ({ resetAfter }) => (resetAfter === true ? { linear_before_reset: 1 } : {}),
  },
  simpleRnn: { opType: "RNN", states: 1, gates: [0], activations: ["activation"] },
};

/** Activations by Keras's names, with the numbers that Keras means. */
const activations: Readonly<Record<string, { readonly name: string; readonly alpha?: number; readonly beta?: number }>> = {
  elu: { name: "Elu", alpha: 1 },
  hardSigmoid: { name: "HardSigmoid", alpha: 1 / 6, beta: 0.5 },
  linear: { name: "Affine", alpha: 1, beta: 0 },
  relu: { name: "Relu" },
  sigmoid: { name: "Sigmoid" },
  softplus: { name: "Softplus" },
  softsign: { name: "Softsign" },
  tanh: { name: "Tanh" },
};

/** Whether the call is a recurrent network over a sequence whose activations ONNX knows. */
export const isRecurrent = ({ name, options, body }: CallParams): boolean => {
  const operator = Object.hasOwn(operators, name) ? operators[name] : undefined;
  const x = body.inputs[0]?.spec;
  if (operator === undefined || x?.dtype !== "float32" || x.shape.length !== 3 || x.shape.includes(0)) return false;
  return operator.activations.every((option) => Object.hasOwn(activations, String(options[option])));
};

/**
 * A recurrent network with time first, `[x [time, batch, inputs], states…, kernel, recurrentKernel, bias?]`, as ONNX's operator: the
 * sequence `[time, batch, units]`, at the places of its inputs in either direction, and the last states `[batch, units]`.
 */
export const recurrent = (
  { name, options }: CallParams,
  [x, ...others]: readonly [Operand, ...Operand[]],
  write: Write,
  outputs: readonly TensorSpec[],
): readonly Lowered[] => {
  const operator = operators[name];
  const states = others.slice(0, operator?.states);
  const [kernel, recurrentWeights, bias] = others.slice(states.length);
  if (operator === undefined || kernel === undefined || recurrentWeights === undefined) return [];
  const units = Number(outputs[0]?.shape.at(-1));
  const { opType, gates } = operator;
  const inputs: readonly Lowered[] = [
    x,
    recurrentKernel(kernel, gates, write),
    recurrentKernel(recurrentWeights, gates, write),
    ...(bias ? [recurrentBias(bias, gates, units, write)] : []),
    ...(options["fromZeros"] === true ? [] : [...(bias ? [] : [""]), "", ...states.map((state) => atFront(state, write))]),
  ];
  const [y = "", ...last] = write.outputs(1 + states.length, opType, inputs, {
    hidden_size: units,
    ...(options["goBackwards"] === true && { direction: "reverse" }),
    ...operator.attributes?.(options),
    ...activationAttributes(operator.activations.map((option) => String(options[option]))),
  });
  return [without(1, y, write), ...last.map((state) => without(0, state, write))];
};

/** The axis of directions, of which there is one. */
const atFront = (state: Operand, write: Write): string => write.node("Unsqueeze", [state, write.ints([0])]);
const without = (axis: number, y: string, write: Write): string => write.node("Squeeze", [y, write.ints([axis])]);

/** What LSTM, GRU and RNN do by themselves. */
const ownActivations: ReadonlySet<string> = new Set(["Sigmoid,Tanh,Tanh", "Sigmoid,Tanh", "Tanh"]);

/** The activations and, in their order, the numbers of those that have some; nothing where all are the operator's own. */
const activationAttributes = (names: readonly string[]): Attributes => {
  const known = names.flatMap((name) => activations[name] ?? []);
  const list = known.map(({ name }) => name);
  if (ownActivations.has(list.join())) return {};
  const alphas = known.flatMap(({ alpha }) => alpha ?? []);
  const betas = known.flatMap(({ beta }) => beta ?? []);
  return {
    activations: { type: "strings", value: list },
    ...(alphas.length > 0 && { activation_alpha: { type: "floats", value: alphas } }),
    ...(betas.length > 0 && { activation_beta: { type: "floats", value: betas } }),
  };
};
