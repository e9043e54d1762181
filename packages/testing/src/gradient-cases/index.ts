import { opNames } from "@tidu/core-tensor";
import type { Ops } from "@tidu/core-tensor";
import { control } from "./control.ts";
import { convolution } from "./convolution.ts";
import { elementwise } from "./elementwise.ts";
import { functionGradientCases } from "./functions.ts";
import type { GradientCase, GradientCasesOf, NotFloat } from "./gradient-case.ts";
import { imageGradientCases } from "./images.ts";
import { indexing } from "./indexing.ts";
import { linalg } from "./linalg.ts";
import { movement } from "./movement.ts";
import { pooling } from "./pooling.ts";
import { random } from "./random.ts";
import { reduce } from "./reduce.ts";

/** Where every op is differentiated for the tests. A missing op is a compile error that names it. */
const table: GradientCasesOf<Ops> = {
  ...elementwise,
  ...reduce,
  ...movement,
  ...linalg,
  ...convolution,
  ...pooling,
  ...indexing,
  ...random,
  ...control,
};

/** All cases, of ops and of functions over them, named `op: title`. */
export const gradientCases = (): readonly NamedGradientCase[] => [
  ...opNames.flatMap((op) => named(op, table[op])),
  ...Object.entries({ ...functionGradientCases, ...imageGradientCases }).flatMap(([name, cases]) => named(name, cases)),
];

export interface NamedGradientCase extends GradientCase {
  readonly of: string;
  readonly name: string;
}

const named = (of: string, cases: readonly GradientCase[] | NotFloat): readonly NamedGradientCase[] =>
  typeof cases === "string" ? [] : cases.map((item) => ({ ...item, of, name: `${of}: ${item.title}` }));
