import { emptyArray, isStatic, sizeOfShape } from "@tidu/core-tensor";
import type { ScanParams, TensorSpec } from "@tidu/core-tensor";
import type { Lowered, Operand, Write } from "../lowering.ts";
import type { GraphProto, TensorProto } from "@tidu/onnx-format";

/**
 * A loop as ONNX Scan. Constants, and carries that stay as they are, are read from the graph around it; everything else enters and
 * leaves by position.
 */
export const lowerScan = (
  carry: readonly Operand[],
  xs: readonly Operand[],
  consts: readonly Operand[],
  { body, length, reverse }: ScanParams,
  write: Write,
  outputs: readonly TensorSpec[],
): readonly Lowered[] => {
  if (length === 0) return outputs.map((spec, index) => carry[index] ?? empty(spec, write)); // Scan refuses to run no step
  const stays = (output: number): boolean => output < carry.length && body.outputs[output] === output;
  const changes = <Item>(list: readonly Item[]): readonly Item[] => list.filter((_, index) => !stays(index));
  const captured = new Map(
    [...carry, ...xs, ...consts].flatMap((value, i) => (stays(i) || i >= carry.length + xs.length ? [[i, value]] : [])),
  );
  const inner = write.inner({ ...body, outputs: changes(body.outputs), outputNames: changes(body.outputNames) }, "body", captured);

  const slices = xs.length > 0 ? xs : [counterOf(length, write)];
  const direction = Number(reverse);
  const ys = outputs.length - carry.length;
  const results = write.outputs(changes(outputs).length, "Scan", [...changes(carry), ...slices], {
    body: { type: "graph", value: xs.length > 0 ? inner : withCounter(inner) },
    num_scan_inputs: slices.length,
    ...(reverse && { scan_input_directions: slices.map(() => direction) }),
    ...(reverse && ys > 0 && { scan_output_directions: Array.from({ length: ys }, () => direction) }),
  });
  const remaining = results.values();
  return outputs.map((_, index) => (stays(index) ? carry[index] : undefined) ?? remaining.next().value ?? "");
};

/** Scan counts its steps by a scan input; a loop without one gets zeros. */
const counterOf = (length: ScanParams["length"], write: Write): string => {
  const zero: TensorProto = { name: "", type: "bool", shape: [1], rawData: new Uint8Array(1) };
  return write.node("ConstantOfShape", [write.shape([length])], { value: { type: "tensor", value: zero } });
};

const withCounter = (body: GraphProto): GraphProto => ({
  ...body,
  inputs: [...body.inputs, { name: `${body.name}/step`, type: "bool", shape: [] }],
});

/** The rows of no step. */
const empty = ({ dtype, shape }: TensorSpec, write: Write): string => {
  if (isStatic(shape)) return write.constant({ dtype, shape, data: emptyArray(dtype, sizeOfShape(shape)) });
  const zero: TensorProto = { name: "", type: dtype, shape: [1], rawData: new Uint8Array(emptyArray(dtype, 1).byteLength) };
  return write.node("ConstantOfShape", [write.shape(shape)], { value: { type: "tensor", value: zero } });
};
