import { dtypes } from "@tidu/core-tensor";
import type { Tensor } from "@tidu/core-tensor";
import { configOfFunction, isConfig } from "../config.ts";
import { layer } from "../define-layer.ts";
import type { ApplyContext, Layer, LayerOptions } from "../layer.ts";

/** What a lambda layer computes of its input; `context.inputs` has all of them where it joins several. */
export type LambdaFunction = (x: Tensor, context: ApplyContext & { readonly inputs: readonly Tensor[] }) => Tensor;

export interface LambdaOptions extends LayerOptions {
  /** Give it a name with `serializable` and models that use it can be saved. */
  readonly function: LambdaFunction;
  /** Which steps of the output count, from the input and its mask; `context.mask` has the mask in the function itself. Default: all. */
  readonly mask?: LambdaMask | undefined;
}

/** The mask of the output, bool[batch, time]; undefined: all steps count. */
export type LambdaMask = (x: Tensor, mask: Tensor | undefined) => Tensor | undefined;

/**
 * A function of tensors as a layer, without weights (Keras `Lambda`).
 *
 * A file cannot hold the function: name it with `serializable`, and pass it again when the model is loaded.
 *
 * @example
 * lambda({ function: (x) => x.square() });
 */
export function lambda(options: LambdaOptions): Layer {
  const where = options.name ?? "lambda";
  const { function: compute, mask: maskOf } = options;
  if (typeof compute !== "function")
    throw new TypeError(
      `${where}: expected a function, received ${isConfig(compute) ? "what a file holds of one. Pass the function again" : String(compute)}.`,
    );
  return layer("lambda", {
    options,
    config: {
      function: configOfFunction(compute, `${where} computes a function; name it with serializable("…", fn)`),
      mask: maskOf && configOfFunction(maskOf, `${where} computes its mask with a function; name it with serializable("…", fn)`),
    },
    joins: true,
    dtypes,
    apply: (_, x, context) => [compute(x, context), {}, { mask: maskOf?.(x, context.mask) }],
  });
}
