import { concat, where } from "@tidu/core-tensor";
import type { Tensor } from "@tidu/core-tensor";

/** The largest channel of images `[batch, height, width, 3]`, `[batch, height, width, 1]`. */
export const brightest = (images: Tensor): Tensor => images.max({ axis: -1, keepDims: true });
/** The distance between the largest and the smallest channel. */
export const chroma = (images: Tensor): Tensor => brightest(images).sub(images.min({ axis: -1, keepDims: true }));

/**
 * Colours turned around the colour circle: red by 1/3 is green (to HSV and back, Smith 1978).
 *
 * @param images values from 0 to 1, `[batch, height, width, 3]`
 * @param turn parts of the whole circle, from −1 to 1
 */
export function turnHue(images: Tensor, turn: Tensor): Tensor {
  const value = brightest(images);
  const range = chroma(images);
  const channel = (i: number): Tensor => images.slice([0, 0, 0, i], [null, null, null, i + 1]);
  const [red, green, blue] = [channel(0), channel(1), channel(2)];
  const part = (a: Tensor, b: Tensor): Tensor => a.sub(b).div(where(range.greater(0), range, 1)); // −1 to 1
  const sixths = where(red.equal(value), part(green, blue), where(green.equal(value), part(blue, red).add(2), part(red, green).add(4)));
  const turned = wrap(wrap(sixths.div(6)).add(turn)).mul(6);
  const away = (centre: number): Tensor => turned.sub(centre).abs();
  const full = concat([away(3).sub(1), away(2).neg().add(2), away(4).neg().add(2)], -1)
    .maximum(0)
    .minimum(1); // the pure colour
  return value.sub(range.mul(full.neg().add(1)));
}

/** Onto [0, 1], from one turn around it. */
const wrap = (hue: Tensor): Tensor => {
  const below = where(hue.greater(1), hue.sub(1), hue);
  return where(below.less(0), below.add(1), below);
};
