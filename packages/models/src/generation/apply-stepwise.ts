import type { Tensor } from "@tidu/core-tensor";
import type { Cache } from "@tidu/layers";
import { isModelLayer } from "../network/network.ts";
import type { Application, Network } from "../network/network.ts";
import { weightsAt } from "../network/weight-paths.ts";
import type { FlatWeights } from "../network/weight-paths.ts";

/** A value that flows between layers, with the mask of its time steps. */
export interface Flow {
  readonly value: Tensor;
  readonly mask?: Tensor | undefined;
  /** Whether it holds only the positions at hand; else it is whole, and the same at every step. */
  readonly moves: boolean;
}

export interface StepwiseContext {
  /** Which position the first of those at hand is. */
  readonly position: Tensor;
  /** What is known of the positions before; undefined: these are the first. */
  readonly before: Kept | undefined;
}

/** What later positions need, by the place of an application in the network: `3`, and `2/1` within a model inside. */
export interface Kept {
  /** What layers keep. */
  readonly caches: Readonly<Record<string, Cache>>;
  /** Values that do not move but meet one that does, by the place of that application and the position among its inputs. */
  readonly still: Readonly<Record<string, Omit<Flow, "moves">>>;
}

export interface StepwiseResult {
  readonly outputs: readonly Flow[];
  readonly kept: Kept;
}

/**
 * Applies the network to some positions of a sequence. Of what does not depend on the sequence, everything is computed with the first
 * positions and nothing afterwards.
 *
 * @param inputs those that do not move are absent after the first positions
 * @throws when a layer needs the whole sequence
 */
export function applyStepwise(
  network: Network,
  weights: FlatWeights,
  inputs: readonly (Flow | undefined)[],
  context: StepwiseContext,
  place = "",
): StepwiseResult {
  const flows: (Flow | undefined)[] = [...inputs];
  const moving: boolean[] = inputs.map((flow) => flow?.moves ?? false);
  const caches: Record<string, Cache> = {};
  const still: Record<string, Omit<Flow, "moves">> = {};
  network.applications.forEach((application, i) => {
    const at = `${place}${i}`;
    const moves = application.inputs.map((value) => moving[value] ?? false);
    application.outputs.forEach((value) => (moving[value] = moves.includes(true)));
    if (!moves.includes(true)) {
      if (context.before === undefined) flows.push(...whole(application, weights, flows));
      else flows.push(...application.outputs.map(() => undefined));
      return;
    }
    const given = application.inputs.map((value, input) => {
      if (moves[input] === true) return flows[value];
      const known = context.before?.still[`${at}:${input}`];
      const flow = known === undefined ? flows[value] : { ...known, moves: false };
      if (flow !== undefined) still[`${at}:${input}`] = flow;
      return flow;
    });
    const step = oneApplication(application, weights, given, context, at);
    flows.push(...step.outputs);
    Object.assign(caches, step.kept.caches);
    Object.assign(still, step.kept.still);
  });
  return { outputs: network.outputs.flatMap(({ value }) => flows[value] ?? []), kept: { caches, still } };
}

/** An application that a moving value enters: to the positions at hand. */
function oneApplication(
  { layer: { name, layer, weights: specs } }: Application,
  weights: FlatWeights,
  given: readonly (Flow | undefined)[],
  { position, before }: StepwiseContext,
  at: string,
): StepwiseResult {
  if (isModelLayer(layer)) {
    const prefix = `${name}/`;
    const own = Object.entries(weights).flatMap(([path, weight]) =>
      path.startsWith(prefix) ? [[path.slice(prefix.length), weight] as const] : [],
    );
    return applyStepwise(layer.network, Object.fromEntries(own), given, { position, before }, `${at}/`);
  }
  if (layer.stepping === undefined)
    throw new Error(
      `generator: the layer "${name}" (${layer.kind}) needs the whole sequence, so it cannot make one position by position. Use layers that look at each position alone, causal attention, or recurrent ones.`,
    );
  const args = given.filter((flow) => flow !== undefined);
  const [y, , more] = layer.apply(
    weightsAt(specs, name, weights),
    args.map(({ value }) => value),
    {
      training: false,
      masks: args.map(({ mask }) => mask),
      stepping: { position, cache: before && (before.caches[at] ?? {}), moving: args.map(({ moves }) => moves) },
    },
  );
  const { outputs = [], mask, masks = [], cache } = more ?? {};
  const flows = [y, ...outputs].map((value, i): Flow => ({ value, mask: i === 0 ? mask : masks[i - 1], moves: true }));
  return { outputs: flows, kept: { caches: cache === undefined || Object.keys(cache).length === 0 ? {} : { [at]: cache }, still: {} } };
}

/** An application that nothing moving enters. */
function whole(
  { layer: { name, layer, weights: specs }, inputs }: Application,
  weights: FlatWeights,
  flows: readonly (Flow | undefined)[],
): readonly Flow[] {
  const args = inputs.map((value) => flows[value]).filter((flow) => flow !== undefined);
  const [y, , more] = layer.apply(
    weightsAt(specs, name, weights),
    args.map(({ value }) => value),
    { training: false, masks: args.map(({ mask }) => mask) },
  );
  return [y, ...(more?.outputs ?? [])].map((value, i) => ({ value, mask: i === 0 ? more?.mask : more?.masks?.[i - 1], moves: false }));
}
