import type { CallOptions } from "@tidu/core-tensor";
import type { Lowered, Operand, Write } from "../lowering.ts";

/** How a composite is written as one ONNX operator; undefined when its options do not allow it. */
type Claim = (args: readonly Operand[], options: CallOptions, write: Write) => readonly Lowered[] | undefined;

/** Composites that ONNX knows by name; all others are written out. */
export const claims: Readonly<Record<string, Claim>> = {};
