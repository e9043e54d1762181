import { averagePooling2d, conv2d, dense, flatten, zeroPadding2d } from "@tidu/layers";
import type { Symbolic } from "@tidu/layers";
import type { Model } from "@tidu/models";
import type { ApplicationOptions } from "./application-options.ts";
import { application } from "./application.ts";
import { chain } from "./chain.ts";

/**
 * Three convolutions with tanh, two average pools, two dense layers, 61,706 parameters: LeCun et al. 1998, section II, in the form of
 * today: every map of the third layer sees all before it, pools have no coefficients, and softmax takes the place of the radial basis
 * functions. Images smaller than 32 × 32 are framed with zeros up to it, as the paper does with digits.
 *
 * @param options.inputShape default: `[28, 28, 1]`
 * @param options.classes default: 10
 * @throws when an option does not fit
 */
export const leNet5 = (options: ApplicationOptions = {}): Model =>
  application(
    {
      name: "lenet5",
      inputShape: [28, 28, 1],
      classes: 10,
      features: (x) =>
        chain(
          framed(x),
          conv2d({ filters: 6, kernelSize: 5, activation: "tanh", name: "c1" }),
          averagePooling2d({ poolSize: 2, name: "s2" }),
          conv2d({ filters: 16, kernelSize: 5, activation: "tanh", name: "c3" }),
          averagePooling2d({ poolSize: 2, name: "s4" }),
          conv2d({ filters: 120, kernelSize: 5, activation: "tanh", name: "c5" }),
        ),
      top: (features) => chain(features, flatten({ name: "flatten" }), dense({ units: 84, activation: "tanh", name: "f6" })),
    },
    options,
  );

function framed(x: Symbolic): Symbolic {
  const sides = (size: unknown): [number, number] => {
    const missing = typeof size === "number" ? Math.max(0, 32 - size) : 0;
    return [Math.floor(missing / 2), Math.ceil(missing / 2)];
  };
  const padding: [[number, number], [number, number]] = [sides(x.spec.shape[1]), sides(x.spec.shape[2])];
  return padding.flat().some((zeros) => zeros > 0) ? zeroPadding2d({ padding, name: "frame" })(x) : x;
}
