import { opNames } from "@tidu/core-tensor";
import type { OpName, Ops } from "@tidu/core-tensor";
import { control } from "./control.ts";
import { elementwise } from "./elementwise.ts";
import type { GradientCase, GradientCasesOf } from "./gradient-case.ts";
import { indexing } from "./indexing.ts";
import { linalg } from "./linalg.ts";
import { movement } from "./movement.ts";
import { random } from "./random.ts";
import { reduce } from "./reduce.ts";

/** Where every op is differentiated for the tests. A missing op is a compile error that names it. */
const table: GradientCasesOf<Ops> = { ...elementwise, ...reduce, ...movement, ...linalg, ...indexing, ...random, ...control };

/** All cases, named `op: title`. */
export const gradientCases = (): readonly (GradientCase & { readonly op: OpName; readonly name: string })[] =>
  opNames.flatMap((op) => {
    const cases = table[op];
    return typeof cases === "string" ? [] : cases.map((item) => ({ ...item, op, name: `${op}: ${item.title}` }));
  });
