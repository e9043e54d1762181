import type { AnyOp, InputsOf, Op, ParamsOf } from "../op.ts";
import { control } from "./control.ts";
import { elementwise } from "./elementwise.ts";
import { indexing } from "./indexing.ts";
import { linalg } from "./linalg.ts";
import { movement } from "./movement.ts";
import { random } from "./random.ts";
import { reduce } from "./reduce.ts";

/** Every primitive. The families (elementwise, reduce …) name the files of every table that must cover them. */
export const ops = { ...elementwise, ...reduce, ...movement, ...linalg, ...indexing, ...random, ...control };

export type Ops = typeof ops;
export type OpName = keyof Ops;
export const opNames = Object.keys(ops) as readonly OpName[];

export type { AnyOp, InputsOf, Op, ParamsOf };
