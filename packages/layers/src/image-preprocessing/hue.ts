import { where } from "@tidu/core-tensor";
import type { Tensor } from "@tidu/core-tensor";
import { planesOf } from "./channels.ts";

/** Red, green and blue, `[batch, height, width]` each. */
export type Colours = readonly [red: Tensor, green: Tensor, blue: Tensor];

/** Of images `[batch, height, width, 3]`. */
export function coloursOf(images: Tensor): Colours {
  const [red, green, blue] = planesOf(images);
  if (red === undefined || green === undefined || blue === undefined) throw new Error("coloursOf: expected three channels.");
  return [red, green, blue];
}

export const brightest = ([red, green, blue]: Colours): Tensor => red.maximum(green).maximum(blue);
export const darkest = ([red, green, blue]: Colours): Tensor => red.minimum(green).minimum(blue);

/**
 * Colours turned around the colour circle: red by 1/3 is green (to HSV and back, Smith 1978).
 *
 * @param colours values from 0 to 1
 * @param turn parts of the whole circle, from −1 to 1: `[batch, 1, 1]`
 */
export function turnHue(colours: Colours, turn: Tensor): Colours {
  const [red, green, blue] = colours;
  const value = brightest(colours);
  const range = value.sub(darkest(colours));
  const divisor = where(range.greater(0), range, 1);
  const part = (a: Tensor, b: Tensor): Tensor => a.sub(b).div(divisor); // −1 to 1
  const sixths = where(red.equal(value), part(green, blue), where(green.equal(value), part(blue, red).add(2), part(red, green).add(4)));
  const turned = wrap(wrap(sixths.div(6)).add(turn)).mul(6);
  const away = (centre: number): Tensor => turned.sub(centre).abs();
  // What is missing from the pure colour, 0 to 1.
  const without = (missing: Tensor): Tensor => value.sub(range.mul(missing.maximum(0).minimum(1)));
  return [without(away(3).neg().add(2)), without(away(2).sub(1)), without(away(4).sub(1))];
}

/** Onto [0, 1], from one turn around it. */
function wrap(hue: Tensor): Tensor {
  const below = where(hue.greater(1), hue.sub(1), hue);
  return where(below.less(0), below.add(1), below);
}
