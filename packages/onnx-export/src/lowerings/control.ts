import type { OpFamily } from "@tidu/core-tensor";
import type { Lowerings } from "../lowering.ts";
import { claimed } from "./claims.ts";
import { lowerScan } from "./scan.ts";

export const control: Lowerings<OpFamily<"control">> = {
  constant: (_, { value }, write) => [{ name: write.constant(value), spec: { dtype: value.dtype, shape: value.shape }, constant: value }],
  sizeOf: (_, { dim }, write) => [write.size(dim, "int32")],
  stopGradient: ({ x }) => [x],
  call: ({ args }, call, write) => claimed(call, args, write) ?? write.inline(call.body, args),
  scan: ({ carry, xs, consts }, params, write, outputs) => lowerScan(carry, xs, consts, params, write, outputs),
};
