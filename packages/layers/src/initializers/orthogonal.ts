import { concat, iota, normal, printShape, rsqrt, scan, scatterAdd, sliceAxis, zeros } from "@tidu/core-tensor";
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
 * The rows made orthonormal one after the other (Gram and Schmidt), twice, which is exact to rounding: the Q of a QR
 * decomposition whose R has a positive diagonal. Of normal numbers it is uniform (Mezzadri 2007).
 */
const orthonormalRows = (a: Tensor): Tensor => orthonormalOnce(orthonormalOnce(a));

/** The first half of the rows, then the second without what it has in common with the first: large matrix products do the work. */
function orthonormalOnce(a: Tensor): Tensor {
  const count = Number(a.shape[0]);
  if (count <= rowByRowUpTo) return orthonormalRowByRow(a);
  const half = Math.ceil(count / 2);
  const first = orthonormalOnce(sliceAxis(a, 0, 0, half));
  const rest = sliceAxis(a, 0, half, null);
  return concat([first, orthonormalOnce(rest.sub(rest.matmul(first.transpose()).matmul(first)))]);
}

const rowByRowUpTo = 32;

function orthonormalRowByRow(a: Tensor): Tensor {
  const [q] = scan(
    (q: Tensor, { row, at }: { readonly row: Tensor; readonly at: Tensor }) => {
      const v = row.expandDims(0); // [1, length]
      const rest = v.sub(v.matmul(q.transpose()).matmul(q));
      return [scatterAdd(q, at.reshape([1]), rest.mul(rsqrt(rest.square().sum()))), []] as const;
    },
    zeros(a.shape),
    { row: a, at: iota(a.shape[0] ?? 0) },
  );
  return q;
}
