import { iota, normal, printShape, rsqrt, scan, scatterAdd, zeros } from "@tidu/core-tensor";
import type { Tensor } from "@tidu/core-tensor";
import { configOf } from "../config.ts";
import { seeded } from "./initializer.ts";
import type { Initializer, SeedOptions } from "./initializer.ts";

export interface OrthogonalOptions extends SeedOptions {
  /** What the matrix is multiplied with. Default: 1. */
  readonly gain?: number | undefined;
}

/**
 * An orthogonal matrix, uniform among all of them (Saxe et al. 2014; Keras `Orthogonal`): orthogonal rows when it is wide, else
 * orthogonal columns. All axes but the last count as rows.
 *
 * @throws when the shape has fewer than two axes
 */
export function orthogonal(options: OrthogonalOptions = {}): Initializer {
  const { gain = 1, seed } = options;
  return seeded(configOf("orthogonal", options, { gain, seed }), options, (key, shape) => {
    const columns = shape.at(-1);
    if (columns === undefined || shape.length < 2)
      throw new Error(`orthogonal: expected a shape of two or more axes, received ${printShape(shape)}.`);
    const rows = shape.slice(0, -1).reduce((total, size) => total * size, 1);
    const vectors = orthonormalRows(normal(key, [Math.min(rows, columns), Math.max(rows, columns)]));
    return (rows < columns ? vectors : vectors.transpose()).reshape(shape).mul(gain);
  });
}

/**
 * The rows made orthonormal one after the other (Gram and Schmidt, each row projected twice, which is exact to rounding): the Q
 * of a QR decomposition whose R has a positive diagonal. Of normal numbers it is uniform (Mezzadri 2007).
 */
function orthonormalRows(a: Tensor): Tensor {
  const [count = 0] = a.shape;
  const [q] = scan(
    (q: Tensor, { row, at }: { readonly row: Tensor; readonly at: Tensor }) => {
      const project = (v: Tensor): Tensor => v.sub(q.matmul(v.expandDims(1)).transpose().matmul(q).reshape(v.shape));
      const rest = project(project(row));
      const unit = rest.mul(rsqrt(rest.square().sum()));
      return [scatterAdd(q, at.reshape([1]), unit.expandDims(0)), []] as const;
    },
    zeros(a.shape),
    { row: a, at: iota(count) },
  );
  return q;
}
