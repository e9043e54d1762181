import { concat, flip, foldIn, Tensor } from "@tidu/core-tensor";
import { layer } from "../define-layer.ts";
import type { Applied, AppliedMore, ApplyContext, LayerOptions } from "../layer.ts";
import { unknownName } from "@tidu/core-tensor";
import type { Weights } from "../weight.ts";
import type { RecurrentLayer } from "./recurrent-layer.ts";

/** How the outputs of both directions become one: side by side, or by numbers; `null`: two outputs. */
export type MergeMode = "ave" | "concat" | "mul" | "sum" | null;

export interface BidirectionalOptions extends LayerOptions {
  /** A recurrent layer, which runs forwards; its weights are its own, as of a copy. */
  readonly layer: RecurrentLayer;
  /** Default: `"concat"`. */
  readonly mergeMode?: MergeMode | undefined;
  /** What runs backwards. Default: a copy of `layer` in the other direction. */
  readonly backwardLayer?: RecurrentLayer | undefined;
}

const merges: Readonly<Record<NonNullable<MergeMode>, (forward: Tensor, backward: Tensor) => Tensor>> = {
  ave: (forward, backward) => forward.add(backward).div(2),
  concat: (forward, backward) => concat([forward, backward], -1),
  mul: (forward, backward) => forward.mul(backward),
  sum: (forward, backward) => forward.add(backward),
};

/**
 * A recurrent layer in both directions over a sequence (Schuster & Paliwal 1997; Keras `Bidirectional`). Its outputs are the merged
 * ones (two with `mergeMode: null`), then the last states forwards and backwards where the layer returns states. Called with
 * initial states, the first half of them goes forwards. With `returnSequences`, steps that the mask leaves out give zeros.
 *
 * @throws when the directions are the same, or the two layers do not return alike
 *
 * @example
 * bidirectional({ layer: lstm({ units: 32, returnSequences: true }), mergeMode: "sum" });
 */
export function bidirectional(options: BidirectionalOptions): RecurrentLayer {
  const where = options.name ?? "bidirectional";
  const { mergeMode = "concat" } = options;
  if (mergeMode !== null && !Object.hasOwn(merges, mergeMode))
    throw new RangeError(unknownName(`${where}: mergeMode`, mergeMode, Object.keys(merges)));
  const forward = toRecurrent(options.layer, `${where}: layer`);
  const backward =
    options.backwardLayer === undefined
      ? forward.changed({ goBackwards: !forward.sequence.goBackwards })
      : toRecurrent(options.backwardLayer, `${where}: backwardLayer`);
  requireOpposite(forward, backward, where);
  const { returnSequences, stateful } = forward.sequence;
  // Keras gives zeros at masked steps of sequences, whatever the layer says.
  const [onward, back] = [forward, backward].map((each) => each.changed({ zeroOutputForMask: returnSequences }));
  if (onward === undefined || back === undefined) throw new Error(`${where}: expected two layers.`);

  const made = layer("bidirectional", {
    options,
    config: { layer: forward.config, mergeMode, backwardLayer: options.backwardLayer && backward.config },
    joins: true,
    check: (inputs) => (inputs.length % 2 === 1 ? undefined : "expected a sequence, and as many initial states forwards as backwards"),
    weights: (inputs, where) => {
      const own = inputs.slice(0, 1 + (inputs.length - 1) / 2);
      return { forward: onward.weights(own, `${where}/forward`), backward: back.weights(own, `${where}/backward`) };
    },
    apply: (weights: Weights, x, context): Applied => {
      const states = context.inputs.slice(1);
      const run = (direction: RecurrentLayer, name: string, at: number): Applied =>
        direction.apply(
          treeAt(weights, name),
          [x, ...states.slice((at * states.length) / 2, ((at + 1) * states.length) / 2)],
          within(context, at),
        );
      const [y, changed, more = {}] = run(onward, "forward", 0);
      const [reversed, changedBack, moreBack = {}] = run(back, "backward", 1);
      const aligned = returnSequences ? flip(reversed, 1) : reversed;
      const { mask } = more;
      const all = [...(more.outputs ?? []), ...(moreBack.outputs ?? [])];
      const merged: Pick<AppliedMore, "outputs" | "masks"> =
        mergeMode === null ? { outputs: [aligned, ...all], masks: [mask] } : { outputs: all };
      const updates = stateful ? { forward: changed, backward: changedBack } : {};
      return [mergeMode === null ? y : merges[mergeMode](y, aligned), updates, { ...merged, mask, ...lossOf(more, moreBack) }];
    },
  });
  return Object.assign(made, {
    sequence: forward.sequence,
    changed: (changes: Parameters<RecurrentLayer["changed"]>[0]): RecurrentLayer =>
      bidirectional({
        ...options,
        layer: forward.changed(changes),
        backwardLayer: backward.changed({
          ...changes,
          goBackwards: changes.goBackwards === undefined ? backward.sequence.goBackwards : !changes.goBackwards,
        }),
      }),
  });
}

function toRecurrent(value: RecurrentLayer, where: string): RecurrentLayer {
  if (typeof value === "function" && typeof value.changed === "function") return value;
  throw new TypeError(`${where}: expected a recurrent layer such as lstm({ units: 8 }), received ${describe(value)}.`);
}

const describe = (value: unknown): string =>
  typeof value === "function" && "kind" in value ? `the layer ${String(value.kind)}` : String(value);

/** @throws when both layers go the same way, or return other things */
function requireOpposite(forward: RecurrentLayer, backward: RecurrentLayer, where: string): void {
  if (forward.sequence.goBackwards === backward.sequence.goBackwards)
    throw new Error(
      `${where}: expected layers of opposite directions, received goBackwards: ${forward.sequence.goBackwards} for both. Set goBackwards: true in one of them.`,
    );
  for (const option of ["stateful", "returnSequences", "returnState"] as const) {
    const [a, b] = [forward.sequence[option], backward.sequence[option]];
    if (a !== b)
      throw new Error(`${where}: expected both layers to have the same ${option}, received ${a} for layer and ${b} for backwardLayer.`);
  }
}

/** Each direction draws from a key of its own. */
const within = (context: ApplyContext, at: number): ApplyContext => ({
  ...context,
  masks: [context.mask],
  ...(context.key && { key: foldIn(context.key, at) }),
});

const lossOf = (a: AppliedMore, b: AppliedMore): Pick<AppliedMore, "loss"> => {
  const losses = [a.loss, b.loss].filter((loss) => loss !== undefined);
  const [first, ...others] = losses;
  return first === undefined ? {} : { loss: others.reduce((sum, loss) => sum.add(loss), first) };
};

function treeAt(weights: Weights, name: string): Weights {
  const own = weights[name];
  return own === undefined || own instanceof Tensor ? {} : own;
}
