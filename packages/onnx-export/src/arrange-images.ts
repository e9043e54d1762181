import { channelsFirst, GraphBuilder, inline, isNode, rewrite, simplify } from "@tidu/core-tensor";
import type { CallOptions, CallParams, Graph, ValueId } from "@tidu/core-tensor";
import { wholeTransposes } from "./whole-transposes.ts";

/**
 * Images with channels first, as ONNX has them, from one operator to the next; layouts change where images come and go. A graph
 * without images of channels last stays as it is.
 */
export const arrangeImages = (graph: Graph): Graph => {
  const arranged = channelsFirst(graph);
  return arranged === graph ? graph : wholeTransposes(simplify(channelsFirst(turnCalls(graph))));
};

/** Calls that become operators of images, with channels first between two transposes. */
const turnCalls = (graph: Graph): Graph =>
  rewrite(graph, (node, inputs, builder) => {
    const call = isNode(node, "call") ? turned(node.params) : undefined;
    const [x, ...others] = Array.isArray(inputs["args"]) ? inputs["args"] : [];
    if (call === undefined || x === undefined) return undefined;
    const [y = -1] = builder.add("call", { args: [transposed(x, first, builder, node.scope), ...others] }, call, node.scope);
    return [transposed(y, last, builder, node.scope)];
  });

/** The same call of the same image with channels first, where it knows of channels and they come last. */
const turned = ({ name, options, body }: CallParams): CallParams | undefined => {
  const [x, ...others] = body.inputs;
  if (x === undefined) return undefined;
  const { shape } = x.spec;
  const turnedOptions = optionsFirst(name, options, shape.length);
  if (turnedOptions === undefined) return undefined;
  const turnedX = { ...x, spec: { ...x.spec, shape: first(shape.length).map((axis) => shape[axis] ?? 1) } };
  const builder = new GraphBuilder([turnedX, ...others]);
  const [y = -1] = inline(body, [transposed(0, last, builder), ...builder.inputs.slice(1)], builder);
  return { name, options: turnedOptions, body: builder.finish([transposed(y, first, builder)], body.outputNames) };
};

const optionsFirst = (name: string, options: CallOptions, ndim: number): CallOptions | undefined => {
  if (name === "batchNormalization" && ndim > 2 && options["axis"] === ndim - 1) return { ...options, axis: 1 };
  if (name === "resize" && options["dataFormat"] === "channelsLast") return { ...options, dataFormat: "channelsFirst" };
  return undefined;
};

type Order = (ndim: number) => readonly number[];

const between = (from: number, to: number): readonly number[] => Array.from({ length: to - from }, (_, i) => from + i);
const first: Order = (ndim) => [0, ndim - 1, ...between(1, ndim - 1)];
const last: Order = (ndim) => [0, ...between(2, ndim), 1];

const transposed = (x: ValueId, order: Order, builder: GraphBuilder, scope = ""): ValueId =>
  builder.add("transpose", { x }, { permutation: order(builder.specOf(x).shape.length) }, scope)[0] ?? -1;
