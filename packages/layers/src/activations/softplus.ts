import { where } from "@tidu/core-tensor";
import type { Tensor } from "@tidu/core-tensor";
import { relu } from "./relu.ts";
import { sparseSigmoid } from "./sigmoid.ts";
import { unaryComposite } from "./unary-composite.ts";

export { softplus } from "@tidu/core-tensor";

export interface SquareplusOptions {
  /** How wide the bend at 0 is; 0 gives relu. Default: 4. */
  readonly b?: number | undefined;
}

/** `(x + √(x² + b)) / 2` (Barron 2021), without the cancellation at negative x; its derivative is y / √(x² + b). */
export const squareplus = (x: Tensor, { b = 4 }: SquareplusOptions = {}): Tensor =>
  b === 0
    ? relu(x)
    : unaryComposite(
        {
          name: "squareplus",
          options: { b },
          body: (x) => {
            const root = x.square().add(b).sqrt();
            const sum = x.abs().add(root);
            return where(x.greater(0), sum.mul(0.5), sum.pow(-1).mul(b / 2));
          },
          gradient: (g, x, y) => g.mul(y.div(x.square().add(b).sqrt())),
        },
        x,
      );

/** 0 up to −1, `(x + 1)² / 4` between −1 and 1, x from 1 on. */
export const sparsePlus = (x: Tensor): Tensor =>
  unaryComposite(
    {
      name: "sparsePlus",
      body: (x) => where(x.less(1), x.maximum(-1).add(1).square().mul(0.25), x),
      gradient: (g, x) => g.mul(sparseSigmoid(x)),
    },
    x,
  );
