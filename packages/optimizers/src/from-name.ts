import { unknownName } from "@tidu/core-tensor";
import { adadelta } from "./adadelta.ts";
import { adagrad } from "./adagrad.ts";
import { adam } from "./adam.ts";
import { adamW } from "./adam-w.ts";
import { adamax } from "./adamax.ts";
import { lion } from "./lion.ts";
import { nadam } from "./nadam.ts";
import type { Optimizer } from "./optimizer.ts";
import { rmsprop } from "./rmsprop.ts";
import { sgd } from "./sgd.ts";

/** All optimizers by name. */
export const optimizers = { adadelta, adagrad, adam, adamW, adamax, lion, nadam, rmsprop, sgd };

export type OptimizerName = keyof typeof optimizers;

/**
 * The optimizer of that name with its default options. Upper and lower case do not matter, so Keras's `"adamw"` is found.
 *
 * @throws when there is none, with the nearest name
 */
export const optimizerFromName = (name: string): Optimizer => factoryOf(name)();

/** The factory of that name. */
export function factoryOf(name: string): (options?: object) => Optimizer {
  const known = Object.keys(optimizers).find((candidate) => candidate.toLowerCase() === name.toLowerCase());
  if (known === undefined) throw new Error(unknownName("optimizer", name, Object.keys(optimizers)));
  return optimizers[known as OptimizerName];
}
