import type { OpFamily } from "@tidu/core-tensor";
import { randomValues } from "../random-values.ts";
import { gradientCase } from "./gradient-case.ts";
import type { GradientCasesOf } from "./gradient-case.ts";

export const linalg: GradientCasesOf<OpFamily<"linalg">> = {
  matmul: [
    gradientCase("two matrices", [randomValues([2, 3], 1), randomValues([3, 4], 2)], (a, b) => a.matmul(b)),
    gradientCase("a batch", [randomValues([2, 2, 3], 1), randomValues([2, 3, 2], 2)], (a, b) => a.matmul(b)),
    gradientCase("a batch by one matrix", [randomValues([2, 2, 3], 1), randomValues([3, 2], 2)], (a, b) => a.matmul(b)),
    gradientCase("one matrix by a batch", [randomValues([2, 3], 1), randomValues([2, 3, 2], 2)], (a, b) => a.matmul(b)),
    gradientCase("batch axes of size 1 stretch", [randomValues([2, 1, 2, 3], 1), randomValues([1, 3, 3, 1], 2)], (a, b) => a.matmul(b)),
    gradientCase("a vector and a matrix", [randomValues([3], 1), randomValues([3, 2], 2)], (a, b) => a.matmul(b)),
  ],
};
