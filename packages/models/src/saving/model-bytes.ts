import type { Optimizer } from "@tidu/optimizers";
import type { Network } from "../network/network.ts";
import { weightSpecsOf } from "../network/network-weights.ts";
import { Session } from "../session.ts";
import type { Compiled } from "../training/compile.ts";
import { splitWeights } from "../training/weight-roles.ts";
import { checkedWeights } from "../weights.ts";
import { architectureOf } from "./architecture.ts";
import { compileConfigOf } from "./compile-config.ts";
import { encodeModelFile } from "./model-file.ts";
import type { ModelFile } from "./model-file.ts";
import { optimizerNumbers, optimizerStateFrom } from "./optimizer-state.ts";

interface Described {
  readonly kind: ModelFile["kind"];
  readonly name: string;
  readonly compiled: Compiled | undefined;
  /** What the file that it was loaded from could not hold. */
  readonly notCompiled: string | undefined;
}

/**
 * The bytes of a model file.
 *
 * @throws when a layer holds what a file cannot
 */
export async function modelBytes({ network, state }: Session, { kind, name, compiled, notCompiled }: Described): Promise<Uint8Array> {
  const architecture = architectureOf(network);
  const how = compiled === undefined ? { missing: notCompiled } : compileConfigOf(compiled);
  return encodeModelFile({
    kind,
    name,
    architecture,
    ...("config" in how ? { compile: how.config } : how.missing !== undefined && { notCompiled: how.missing }),
    randomness: state.randomness,
    weights: await state.numbers(),
    optimizer: await optimizerNumbers(state.optimizer),
  });
}

/**
 * A network as a file left it.
 *
 * @param optimizer absent when the model is not compiled
 * @throws when the file lacks a weight, or its numbers do not fit
 */
export function restoredSession(network: Network, file: ModelFile, optimizer: Optimizer | undefined): Session {
  const weights = checkedWeights("load", network, file.weights);
  const missing = [...weightSpecsOf(network).keys()].find((path) => weights[path] === undefined);
  if (missing !== undefined) throw new Error(`load: the file has no weight "${missing}".`);
  const session = new Session(network, file.randomness, weights);
  const state = optimizer && optimizerStateFrom(optimizer, splitWeights(network, weights).trainable, file.optimizer);
  if (state !== undefined) session.state.resume(state);
  return session;
}
