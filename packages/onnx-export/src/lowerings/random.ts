import { multipliers } from "@tidu/core-tensor";
import type { OpFamily } from "@tidu/core-tensor";
import type { Lowered, Lowerings } from "../lowering.ts";

export const random: Lowerings<OpFamily<"random">> = {
  // The hash of core-tensor's random/hash.ts, word for word.
  randomBits: ({ key, counter }, _, write) => {
    const word = (index: number): string => write.node("Gather", [key, write.scalar(index, "int32")], { axis: 0 });
    const xor = (a: Lowered, b: Lowered): string => write.node("BitwiseXor", [a, b]);
    const times = (x: Lowered, factor: number): string => write.node("Mul", [x, write.scalar(factor, "uint32")]);
    const folded = (x: Lowered, by: number): string =>
      xor(x, write.node("BitShift", [x, write.scalar(by, "uint32")], { direction: "RIGHT" }));
    const start = write.node("Add", [counter, word(0)]);
    const first = times(folded(start, 16), multipliers[0]);
    const keyed = xor(folded(first, 15), word(1));
    const second = times(folded(keyed, 17), multipliers[1]);
    const third = times(folded(second, 11), multipliers[2]);
    return [folded(third, 15)];
  },
};
