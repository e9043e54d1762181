import type { OpFamily } from "@tidu/core-tensor";
import type { KernelRules } from "./rule.ts";
import { claims } from "./claims.ts";

export const control: KernelRules<OpFamily<"control">> = {
  constant: (_, { value }, run) => [run.constant(value)],
  sizeOf: (_, { dim }, run) => [run.reshape(run.fill(Number(dim), 1, "int32"), [])],
  stopGradient: ({ x }) => [x],
  call: ({ args }, call, run) => {
    const claim = claims[call.name];
    if (claim === undefined) throw new Error(`plan: the call of "${call.name}" should have been inlined.`);
    return claim.run(args, call, run);
  },
  scan: ({ carry, xs, consts }, { body, length, reverse }, run) => run.loop({ body, length: Number(length), reverse, carry, xs, consts }),
};
