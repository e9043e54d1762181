import type { OpFamily } from "@tidu/core-tensor";
import type { Lowerings } from "../lowering.ts";

export const linalg: Lowerings<OpFamily<"linalg">> = {
  matmul: ({ a, b }, _, write) => [write.node("MatMul", [a, b])],
};
