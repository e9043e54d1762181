import { expect, test } from "vitest";
import { input } from "../core/input.ts";
import { groupNormalization } from "./group-normalization.ts";

test("channels that do not fall into groups are refused", () => {
  expect(() => groupNormalization({ groups: 2 })(input({ shape: [3] }))).toThrow(
    "groupNormalization: expected channels (axis -1) that fall into 2 groups, received float32[batch, 3].",
  );
  expect(() => groupNormalization({ groups: 0 })).toThrow(
    "groupNormalization: expected groups to be an integer of at least 1, or -1, received 0.",
  );
});

test("its shape stays with a free batch", () => {
  const x = input({ shape: [5, 4] });
  expect(groupNormalization({ groups: 2 })(x).spec).toEqual(x.spec);
});
