import { inlineCalls, ruleOf, simplify } from "@tidu/core-tensor";
import type { Graph, TensorData } from "@tidu/core-tensor";
import { arrangeImages } from "./arrange-images.ts";
import { arrangeSequences } from "./arrange-sequences.ts";
import { GraphWriter } from "./graph-writer.ts";
import type { ModelParts } from "./graph-writer.ts";
import type { Operand, Write } from "./lowering.ts";
import type { Lowered } from "./lowering.ts";
import { isClaimed } from "./lowerings/claims.ts";
import { lowerings } from "./lowerings/index.ts";
import { ModelConstants } from "./model-constants.ts";
import { ModelNames } from "./model-names.ts";
import { ModelSizes } from "./model-sizes.ts";
import { namesRead, pruned, renamed } from "./node-walk.ts";
import { inOneNode } from "./one-node.ts";
import type { ModelProto } from "@tidu/onnx-format";
import { valueInfo } from "./value-info.ts";

export interface ToOnnxOptions {
  /** The name of the graph in the file. Default: "graph". */
  readonly name?: string;
  /** Inputs that become constants of the file, by position: weights of an exported model. They keep their names. */
  readonly constants?: ReadonlyMap<number, TensorData>;
  /** Shown by viewers: author, license and such. */
  readonly metadata?: Readonly<Record<string, string>>;
  readonly docString?: string;
  readonly producerVersion?: string;
}

const opset = 21;
const irVersion = 10;

/**
 * Any graph, training steps included, as an ONNX model of standard operators (opset 21, IR 10).
 *
 * Inputs and outputs keep their names, symbolic sizes become named dimensions, nodes are named after the layers they come from.
 *
 * @throws when a symbolic size cannot be read off the shape of an input
 */
export const toOnnx = (
  given: Graph,
  { name = "graph", constants: weights = new Map(), metadata, docString, producerVersion }: ToOnnxOptions = {},
): ModelProto => {
  const graph = inOneNode(arrangeSequences(arrangeImages(simplify(inlineCalls(given, isClaimed)))));
  const names = new ModelNames();
  const args = graph.inputs.map((input, index): Operand => ({
    name: names.unique(input.name),
    spec: input.spec,
    constant: weights.get(index),
  }));
  const outputNames = graph.outputNames.map((output) => names.unique(output));
  const constants = new ModelConstants(names);
  for (const arg of args) if (arg.constant) constants.named(arg.name, arg.constant);
  const inputs = args.filter(({ constant }) => constant === undefined);

  const parts: ModelParts = { names, constants, sizes: () => sizes, lower };
  const prelude = new GraphWriter(parts, "sizes");
  const sizes = new ModelSizes(inputs, prelude);
  const main = new GraphWriter(parts, "");
  const outputs = main.ownOutputs(main.inline(graph, args));

  const written = pruned([...prelude.nodes, ...main.nodes], outputs);
  const used = new Set(written.flatMap(namesRead));
  const newNames = new Map([...constants.freedNames(used), ...outputs.map((output, i) => [output, outputNames[i] ?? output] as const)]);
  const nodes = renamed(written, newNames);
  return {
    irVersion,
    opsets: [{ domain: "", version: opset }],
    producerName: "tidu",
    ...(producerVersion !== undefined && { producerVersion }),
    ...(docString !== undefined && { docString }),
    ...(metadata && { metadata }),
    graph: {
      name,
      inputs: inputs.map(({ name: input, spec }) => valueInfo(input, spec)),
      outputs: graph.outputs.flatMap((value, index) => {
        const spec = graph.specs[value];
        return spec ? [valueInfo(outputNames[index] ?? "", spec)] : [];
      }),
      initializers: constants.tensors.flatMap((tensor) =>
        used.has(tensor.name) ? [{ ...tensor, name: newNames.get(tensor.name) ?? tensor.name }] : [],
      ),
      nodes,
    },
  };
};

const lower: ModelParts["lower"] = (node, inputs, write, outputs) =>
  ruleOf<AnyLowering>(lowerings, node.op)(inputs as never, node.params as never, write, outputs);

type AnyLowering = (inputs: never, params: never, write: Write, outputs: Parameters<ModelParts["lower"]>[3]) => readonly Lowered[];
