import { concat, dropout as drop, foldIn, ones, sliceAxis, split } from "@tidu/core-tensor";
import type { Dim, Shape, Tensor } from "@tidu/core-tensor";
import type { ResolvedActivation } from "../activations/to-activation.ts";
import { within } from "../option-checks.ts";
import type { BiasOptions, KernelOptions, RecurrentOptions } from "../learned.ts";
import { drawingKey } from "../regularization/drawing-key.ts";
import type { CellContext } from "./cell.ts";

/** Options of the weights and the dropout of all cells. */
export interface GatedOptions extends KernelOptions, RecurrentOptions, BiasOptions {
  /** The number of units: the size of the output and of each state. */
  readonly units: number;
  /** In training, the share of input features that are 0, the same ones at all steps of a sequence. Default: 0. */
  readonly dropout?: number | undefined;
  /** In training, the share of units of the state that are 0 where it enters a step, the same ones at all steps. Default: 0. */
  readonly recurrentDropout?: number | undefined;
  /** Mixed into the key of dropout, so that another seed draws other numbers. Default: the key as it is. */
  readonly seed?: number | undefined;
}

/**
 * The gates of a step `[batch, gates · units]`, activated: the gate at a position. Each by itself: of one large activation the backward
 * pass would collect the whole for all steps and cut it up again.
 */
export const gatesOf =
  (activation: ResolvedActivation, z: Tensor, units: number): ((position: number) => Tensor) =>
  (position) =>
    activation.apply(sliceAxis(z, 1, position * units, (position + 1) * units));

/** Activations of one word that ONNX's recurrent operators know. */
const onnxNames = new Set(["elu", "hardSigmoid", "linear", "relu", "sigmoid", "softplus", "softsign", "tanh"]);

/** The names of activations where ONNX's recurrent operators know all of them. */
export function knownNames(...activations: readonly ResolvedActivation[]): readonly string[] | undefined {
  const names = activations.map(({ config }) => config).filter((name) => typeof name === "string");
  return names.length === activations.length && names.every((name) => onnxNames.has(name)) ? names : undefined;
}

/** Masks of dropout, the same at every step: for the input and the state, one each or one per gate; none outside of training. */
export interface DropoutMasks {
  /** `[batch, features]` each; with one per gate in the order of the kernel's columns. */
  readonly inputs?: readonly Tensor[] | undefined;
  /** `[batch, units]` each. */
  readonly recurrent?: readonly Tensor[] | undefined;
}

/** What a cell knows of its dropout. */
export interface CellDropout {
  readonly dropout: number;
  readonly recurrentDropout: number;
  readonly seed: number | undefined;
  /** Gates with masks of their own, which they have where states are dropped, as in Keras. */
  readonly gates: number;
}

/** Reads the options of dropout. */
export const dropoutOf = (
  { dropout = 0, recurrentDropout = 0, seed }: Omit<GatedOptions, "units">,
  gates: number,
  where: string,
): CellDropout => ({
  dropout: within(where, "dropout", dropout, 0, 1),
  recurrentDropout: within(where, "recurrentDropout", recurrentDropout, 0, 1),
  seed,
  gates,
});

/** Draws the masks for one sequence (Gal & Ghahramani 2016: the same units are dropped at every step). */
export const dropoutMasks = (
  drops: CellDropout,
  batch: Dim,
  { features, units }: { readonly features: Dim; readonly units: number },
  context: CellContext,
): DropoutMasks => masksOf(drops, { inputs: [batch, features], states: [batch, units] }, context);

/** {@link dropoutMasks} for inputs and states of any shape. */
export function masksOf(
  { dropout, recurrentDropout, seed, gates }: CellDropout,
  shapes: { readonly inputs: Shape; readonly states: Shape },
  context: CellContext,
): DropoutMasks {
  if (!context.training || (dropout === 0 && recurrentDropout === 0)) return {};
  const key = drawingKey({ ...(context.key && { key: context.key }) }, seed, context.where);
  const count = recurrentDropout > 0 ? gates : 1;
  const masks = (rate: number, shape: Shape, from: number): readonly Tensor[] | undefined =>
    rate === 0 ? undefined : Array.from({ length: count }, (_, i) => drop(foldIn(key, from + i), ones(shape), rate));
  return { inputs: masks(dropout, shapes.inputs, 0), recurrent: masks(recurrentDropout, shapes.states, gates) };
}

/** `x · kernel` with what is dropped of x: one mask for all gates, or one for the columns of each. */
export function droppedProduct(x: Tensor, kernel: Tensor, masks: readonly Tensor[] | undefined): Tensor {
  const [first, ...others] = masks ?? [];
  if (first === undefined || masks === undefined) return x.matmul(kernel);
  if (others.length === 0) return x.mul(first).matmul(kernel);
  const columns = split(kernel, masks.length, 1);
  return concat(
    columns.map((part, gate) => x.mul(masks[gate] ?? first).matmul(part)),
    1,
  );
}
