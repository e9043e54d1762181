import { toActivation } from "../activations/to-activation.ts";
import type { ActivationLike } from "../activations/to-activation.ts";
import { layer } from "../define-layer.ts";
import type { Layer, LayerOptions } from "../layer.ts";

export interface ActivationOptions extends LayerOptions {
  readonly activation: ActivationLike;
}

/** Applies an activation (Keras `Activation`). */
export function activation(options: ActivationOptions | ActivationLike): Layer {
  const given = typeof options === "object" && "activation" in options ? options : { activation: options };
  const { apply, config } = toActivation(given.activation, `${given.name ?? "activation"}: activation`);
  return layer("activation", { options: given, config: { activation: config ?? "linear" }, masking: "passes", apply: (_, x) => apply(x) });
}
