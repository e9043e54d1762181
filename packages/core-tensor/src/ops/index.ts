import type { AnyOp, InputsOf, Op, ParamsOf } from "../op.ts";
import { control } from "./control.ts";
import { convolution } from "./convolution.ts";
import { elementwise } from "./elementwise.ts";
import { indexing } from "./indexing.ts";
import { linalg } from "./linalg.ts";
import { movement } from "./movement.ts";
import { pooling } from "./pooling.ts";
import { random } from "./random.ts";
import { reduce } from "./reduce.ts";

/** The primitives by family; the families name the files of every table that must cover them. */
export const opFamilies = { elementwise, reduce, movement, linalg, convolution, pooling, indexing, random, control };

/** One family, for the type of a table's file: `Lowerings<OpFamily<"reduce">>`. */
export type OpFamily<Name extends keyof typeof opFamilies> = (typeof opFamilies)[Name];

/** Every primitive. */
export const ops = { ...elementwise, ...reduce, ...movement, ...linalg, ...convolution, ...pooling, ...indexing, ...random, ...control };

/** The type of all ops, by name. */
export type Ops = typeof ops;
/** The name of a primitive. */
export type OpName = keyof Ops;
/** The names of all primitives. */
export const opNames = Object.keys(ops) as readonly OpName[];

export type { AnyOp, InputsOf, Op, ParamsOf };
