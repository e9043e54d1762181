import type { Tensor } from "@tidu/core-tensor";
import { unaryComposite } from "./unary-composite.ts";

/** `x / (1 + |x|)` */
export const softsign = (x: Tensor): Tensor =>
  unaryComposite(
    {
      name: "softsign",
      body: (x) => x.div(x.abs().add(1)),
      gradient: (g, x) => g.div(x.abs().add(1).square()),
    },
    x,
  );
