import { softplus } from "@tidu/core-tensor";
import type { Loss } from "./loss.ts";
import { numericLoss } from "./numeric-loss.ts";

/** `mean(log(cosh(prediction − y)))` over the last axis: quadratic near 0, linear far away (Keras `LogCosh`). */
export const logCosh = (): Loss =>
  numericLoss({
    name: "logCosh",
    each: (y, prediction) => {
      const error = prediction.sub(y);
      return error.add(softplus(error.mul(-2))).sub(Math.LN2); // log cosh x = x + log(1 + exp(−2x)) − log 2
    },
  });
