import { unknownName } from "@tidu/core-tensor";
import type { Config } from "@tidu/layers";
import { binaryCrossentropy } from "./binary-crossentropy.ts";
import { binaryFocalCrossentropy } from "./binary-focal-crossentropy.ts";
import { categoricalCrossentropy } from "./categorical-crossentropy.ts";
import { categoricalFocalCrossentropy } from "./categorical-focal-crossentropy.ts";
import { categoricalHinge } from "./categorical-hinge.ts";
import { cosineSimilarity } from "./cosine-similarity.ts";
import { ctc } from "./ctc.ts";
import { hinge } from "./hinge.ts";
import { huber } from "./huber.ts";
import { klDivergence } from "./kl-divergence.ts";
import { logCosh } from "./log-cosh.ts";
import type { Loss } from "./loss.ts";
import { lossFromFunction } from "./loss-function.ts";
import type { LossFunction } from "./loss-function.ts";
import { meanAbsoluteError } from "./mean-absolute-error.ts";
import { meanAbsolutePercentageError } from "./mean-absolute-percentage-error.ts";
import { meanSquaredError } from "./mean-squared-error.ts";
import { meanSquaredLogarithmicError } from "./mean-squared-logarithmic-error.ts";
import { poisson } from "./poisson.ts";
import { sparseCategoricalCrossentropy } from "./sparse-categorical-crossentropy.ts";
import { squaredHinge } from "./squared-hinge.ts";

/** All losses by name. */
export const losses = {
  binaryCrossentropy,
  binaryFocalCrossentropy,
  categoricalCrossentropy,
  categoricalFocalCrossentropy,
  categoricalHinge,
  cosineSimilarity,
  ctc,
  hinge,
  huber,
  klDivergence,
  logCosh,
  meanAbsoluteError,
  meanAbsolutePercentageError,
  meanSquaredError,
  meanSquaredLogarithmicError,
  poisson,
  sparseCategoricalCrossentropy,
  squaredHinge,
};

/** Keras's short names. */
export const lossAliases = {
  bce: "binaryCrossentropy",
  kld: "klDivergence",
  mae: "meanAbsoluteError",
  mape: "meanAbsolutePercentageError",
  mse: "meanSquaredError",
  msle: "meanSquaredLogarithmicError",
} as const;

export type LossName = keyof typeof losses | keyof typeof lossAliases;

/** A name, a loss, or a function of one's own. */
export type LossLike = LossName | (string & {}) | Loss | LossFunction;

/**
 * The loss that a name, a loss or a function stands for.
 *
 * @throws when the name is unknown, with the nearest one
 */
export function lossFrom(like: LossLike): Loss {
  if (typeof like === "string") return lossFromName(like);
  return typeof like === "function" ? lossFromFunction(like) : like;
}

/** The loss of that name with its default options. Upper and lower case do not matter, and Keras's snake_case is found. */
export const lossFromName = (name: string): Loss => factoryOf(name)();

/** Makes a loss again from its `config`, as a file holds it. */
export function lossFromConfig({ kind, options }: Config): Loss {
  if (kind === "unserializable") throw unserialized("loss", options["what"]);
  return factoryOf(kind)(options);
}

/** The error for a loss or metric that was a function. */
export const unserialized = (kind: "loss" | "metric", what: unknown): Error =>
  new Error(`${kind}: a file cannot hold ${typeof what === "string" ? what : "a function"}. Compile the model again with it.`);

/** The factory of that name; what options it takes is known to the caller, and the factory checks them. */
function factoryOf(name: string): (options?: object) => Loss {
  const plain = plainName(name);
  const alias = Object.entries(lossAliases).find(([short]) => short === plain)?.[1] ?? plain;
  const known = Object.entries(losses).find(([candidate]) => plainName(candidate) === plainName(alias))?.[1];
  if (known === undefined) throw new Error(unknownName("loss", name, [...Object.keys(losses), ...Object.keys(lossAliases)]));
  return known;
}

const plainName = (name: string): string => name.toLowerCase().replaceAll("_", "");
