import type { Tensor } from "@tidu/core-tensor";
import type { Projection } from "./projection.ts";

/**
 * The projection that shows each image with moved corners: the unit square onto a quadrilateral (Heckbert 1989, section 2.2.3),
 * inverted.
 *
 * @param moved `[batch, 4, 2]`: by how much of their x and y the corners (0, 0), (right, 0), (0, bottom), (right, bottom) move
 */
export function homography(moved: Tensor, height: number, width: number): Projection {
  const [right, bottom] = [width - 1, height - 1];
  const at = (corner: number, axis: number, place: number): Tensor =>
    moved
      .slice([0, corner, axis], [null, corner + 1, axis + 1])
      .add(1)
      .mul(place); // [batch, 1, 1]
  // (0, 0) stays; (0, 0) (x1, 0) (0, y2) (x3, y3): what is 0 in all of them is left out below
  const x1 = at(1, 0, right);
  const y2 = at(2, 1, bottom);
  const [x3, y3] = [at(3, 0, right), at(3, 1, bottom)];

  const [dx1, dy1] = [x1.sub(x3), y3.neg()];
  const [dx2, dy2] = [x3.neg(), y2.sub(y3)];
  const [sx, sy] = [x3.sub(x1), y3.sub(y2)];
  const determinant = dx1.mul(dy2).sub(dx2.mul(dy1));
  const g = sx.mul(dy2).sub(dx2.mul(sy)).div(determinant);
  const h = dx1.mul(sy).sub(sx.mul(dy1)).div(determinant);
  const a = g.add(1).mul(x1);
  const e = h.add(1).mul(y2);
  // [[a, 0, 0], [0, e, 0], [g, h, 1]] maps the unit square onto the corners; its inverse is
  // [[1/a, 0, 0], [0, 1/e, 0], [−g/a, −h/e, 1]]
  return {
    a: [a.pow(-1).mul(right), 0, 0],
    b: [0, e.pow(-1).mul(bottom), 0],
    c: [g.div(a).neg(), h.div(e).neg()],
  };
}
