import { unknownName } from "@tidu/core-tensor";
import { dense, globalAveragePooling2d, globalMaxPooling2d, input } from "@tidu/layers";
import type { Layer, Symbolic } from "@tidu/layers";
import { functional } from "@tidu/models";
import type { Model } from "@tidu/models";
import type { ApplicationOptions } from "./application-options.ts";

/** A published network, in the two parts that users can have without each other. */
export interface Architecture {
  /** The model's name, unless the user gives it one. */
  readonly name: string;
  /** `[height, width, channels]` that it was published for. */
  readonly inputShape: readonly number[];
  /** The least height and width, where layers do not find out themselves. */
  readonly smallest?: number;
  /** Default: 1000. */
  readonly classes?: number;
  /** The image of features. */
  readonly features: (x: Symbolic) => Symbolic;
  /** What comes between the features and the layer that classifies. */
  readonly top: (features: Symbolic) => Symbolic;
  /** Names of the layers that take the place of the top. Default: by their kind. */
  readonly poolNames?: { readonly avg: string; readonly max: string };
  /** Options of its own. */
  readonly further?: readonly string[];
}

/**
 * The model of an architecture.
 *
 * @throws when an option is unknown or does not fit, with its name and what was received; when weights are asked for that are not here
 */
export function application(architecture: Architecture, options: ApplicationOptions): Model {
  const {
    inputShape,
    includeTop = true,
    pooling = null,
    classes,
    classifierActivation,
    weights,
    name = architecture.name,
    ...rest
  } = options;
  checkNames(architecture, options);
  refuseWeights(name, weights);
  const x = input({ shape: checkedShape(name, inputShape ?? architecture.inputShape, architecture.smallest) });
  const features = architecture.features(x);
  const outputs = includeTop
    ? classifier(name, { classes: classes ?? architecture.classes, classifierActivation })(architecture.top(features))
    : (poolingLayer(name, pooling, architecture.poolNames)?.(features) ?? features);
  return functional({ inputs: x, outputs, name, ...rest });
}

/** Refuses options that nobody reads. */
function checkNames({ name, further = [] }: Architecture, options: ApplicationOptions): void {
  const known = [...optionNames, ...further];
  for (const option of Object.keys(options))
    if (!known.includes(option)) throw new TypeError(unknownName(`${name}: option`, option, known));
}

const optionNames: readonly (keyof ApplicationOptions)[] = [
  "inputShape",
  "includeTop",
  "pooling",
  "classes",
  "classifierActivation",
  "weights",
  "name",
  "backend",
  "runOnnx",
  "seed",
];

function refuseWeights(name: string, weights: unknown): void {
  if (weights === null || weights === undefined) return;
  throw new Error(
    `${name}: no weights come with this package, received weights: ${JSON.stringify(weights)}. Leave the option out and load a ` +
      `.safetensors file into the model: await model.loadWeights("${name}.safetensors").`,
  );
}

function checkedShape(name: string, shape: readonly (number | string)[], smallest = 1): readonly (number | string)[] {
  const wanted = smallest > 1 ? `[height, width, channels] with height and width of at least ${smallest}` : "[height, width, channels]";
  const fits = (size: number | string | undefined, least: number): boolean =>
    typeof size === "number" ? Number.isInteger(size) && size >= least : typeof size === "string" && size !== "";
  if (
    !Array.isArray(shape) ||
    shape.length !== 3 ||
    !shape.slice(0, 2).every((size) => fits(size, smallest)) ||
    typeof shape[2] !== "number" ||
    !fits(shape[2], 1)
  )
    throw new RangeError(`${name}: expected inputShape to be ${wanted}, received ${JSON.stringify(shape)}.`);
  return shape;
}

/** The layer that gives every class its probability, or its logit. */
function classifier(name: string, { classes = 1000, classifierActivation = "softmax" }: ClassifierOptions): Layer {
  if (!Number.isInteger(classes) || classes < 1)
    throw new RangeError(`${name}: expected classes to be an integer of at least 1, received ${String(classes)}.`);
  return dense({ units: classes, activation: classifierActivation ?? undefined, name: "predictions" });
}

type ClassifierOptions = Pick<ApplicationOptions, "classes" | "classifierActivation">;

function poolingLayer(name: string, pooling: unknown, names: Architecture["poolNames"]): Layer | undefined {
  if (pooling === null) return undefined;
  if (pooling === "avg") return globalAveragePooling2d({ name: names?.avg });
  if (pooling === "max") return globalMaxPooling2d({ name: names?.max });
  throw new RangeError(`${name}: expected pooling to be "avg", "max" or null, received ${JSON.stringify(pooling)}.`);
}
