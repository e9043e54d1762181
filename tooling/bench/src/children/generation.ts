// Generates ids with a decoder, a line for each line on standard input: { milliseconds: of each id, system, threads }
import { createInterface } from "node:readline";
import { availableParallelism } from "node:os";
import { onnxruntime } from "@tidu/backend-onnxruntime";
import { dense, input, tokenAndPositionEmbedding, transformerDecoder } from "@tidu/layers";
import { functional } from "@tidu/models";

const [words, longest] = [10_000, 512];
const text = input({ shape: ["time"], dtype: "int32" });
const embedded = tokenAndPositionEmbedding({ vocabularySize: words, sequenceLength: longest, embeddingDim: 128 })(text);
const block = () => transformerDecoder({ intermediateDim: 512, numHeads: 4 });
const outputs = dense({ units: words })(block()(block()(embedded)));
const model = functional({ inputs: text, outputs, backend: await onnxruntime(), seed: 1 });
const generator = await model.generator({ maxLength: longest });

for await (const line of createInterface({ input: process.stdin })) {
  const { length } = JSON.parse(line) as { readonly length: number };
  const milliseconds: number[] = [];
  let before = performance.now();
  await generator.generate([1], {
    length,
    pick: (_, { ids }) => (ids.length * 7919) % words, // choosing is not what is measured
    onId: () => {
      milliseconds.push(performance.now() - before);
      before = performance.now();
    },
  });
  process.stdout.write(`${JSON.stringify({ milliseconds, system: "tidu onnxruntime-node", threads: availableParallelism() })}\n`);
}
