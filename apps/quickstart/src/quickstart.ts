import { mkdir, rename, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { backend as backendOf, curvesHtml, layers, metrics, optimizers, sequential } from "tidu";
import type { ExportReport, FitOptions, Sequential } from "tidu";
import type { QuickstartOptions } from "./command-line.ts";
import { splitFlowers } from "./flowers.ts";
import type { Flowers } from "./flowers.ts";

export interface QuickstartRun extends Omit<QuickstartOptions, "help"> {
  /** Default: a progress bar on a terminal, lines elsewhere. */
  readonly verbose?: NonNullable<FitOptions["verbose"]>;
}

/** The main job, from flowers to a verified file. Prints with `say` as it goes. */
export async function quickstart(
  { epochs, seed, backend, out, verbose = "auto" }: QuickstartRun,
  say: (text: string) => void,
): Promise<void> {
  await mkdir(out, { recursive: true }).catch((cause: unknown) => {
    throw new Error(
      `cannot make the folder ${out}: ${cause instanceof Error ? cause.message : String(cause)}. Choose another one with --out.`,
      { cause },
    );
  });
  const { train, validation, test, speciesNames } = splitFlowers(seed);
  say("Which iris is it? Four measurements of a flower → one of three species.");
  say(`${rows(train)} flowers to learn from, ${rows(validation)} to watch meanwhile, ${rows(test)} kept for the test.\n`);

  // The first layer standardises, so the exported model takes centimetres.
  const model = sequential(
    [
      layers.normalization({ inputShape: [4] }).adapt(train.x),
      layers.dense({ units: 16, activation: "relu" }),
      layers.dense({ units: 16, activation: "relu" }),
      layers.dense({ units: 3, activation: "softmax" }),
    ],
    { name: "iris", seed, ...(backend && { backend: () => backendOf(backend) }) },
  );
  model.compile({ optimizer: optimizers.adam({ learningRate: 0.01 }), loss: "sparseCategoricalCrossentropy", metrics: ["accuracy"] });
  say(`${model.summary()}\n`);

  const engine = await model.backend();
  const start = performance.now();
  const history = await model.fit(train.x, train.y, { epochs, batchSize: 16, validationData: [validation.x, validation.y], verbose });
  say(`\nTrained on ${engine.name} in ${((performance.now() - start) / 1000).toFixed(1)} s.\n`);

  const predictions = await (await model.predict(test.x)).value();
  const matrix = metrics.confusionMatrix(test.y, predictions, speciesNames.length);
  const report = metrics.classificationReport(test.y, predictions, { classNames: speciesNames });
  const right = matrix.reduce((sum, counts, species) => sum + (counts[species] ?? 0), 0);
  const accuracy = `${(100 * report.accuracy).toFixed(1)} %`;
  say(`Test accuracy: ${accuracy} (${right} of ${rows(test)} flowers)\n`);
  say(`${metrics.printConfusionMatrix(matrix, { classNames: speciesNames })}\n`);
  say(`${metrics.printClassificationReport(report, { digits: 3 })}\n`);

  const onnxPath = join(out, "iris.onnx");
  const { exported, proof } = await exportVerified(model, onnxPath, test, speciesNames);
  const pagePath = join(out, "iris-curves.html");
  const facts = { "test accuracy": accuracy, engine: engine.name, epochs, seed, "ONNX file": proof };
  await writeWhole(
    pagePath,
    curvesHtml(history, { title: "Iris", facts, summary: model.summary(), confusionMatrix: { matrix, classNames: speciesNames } }),
  );
  say(`${onnxPath}: ${kilobytes(exported.bytes)}, from centimetres to the probability of each species`);
  say(`  ${proof}`);
  say(`${pagePath}: ${kilobytes((await stat(pagePath)).size)}, the training curves; open it in a browser`);
}

/** Writes the model as ONNX after onnxruntime has run it on the test flowers; unproved only where onnxruntime does not work. */
async function exportVerified(
  model: Sequential,
  path: string,
  test: Flowers,
  speciesNames: readonly string[],
): Promise<{ exported: ExportReport; proof: string }> {
  const metadata = { classes: speciesNames.join(", "), inputs: "sepal length, sepal width, petal length, petal width in centimetres" };
  const reason = await backendOf("onnxruntime-node").then(
    () => undefined,
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );
  if (reason !== undefined) {
    const exported = await model.export(path, { metadata, verifyWith: false });
    return { exported, proof: `not compared: ${reason}` };
  }
  const samples = Object.fromEntries(model.network.inputs.map(({ name }) => [name, test.x]));
  const exported = await model.export(path, { metadata, samples });
  const difference = exported.maxDifference === 0 ? "0, to the bit" : exported.maxDifference.toExponential(1);
  return {
    exported,
    proof: `run in onnxruntime-node on ${exported.samples} flowers; largest difference to the model's own predictions: ${difference}`,
  };
}

const rows = ({ y }: Flowers): number => y.data.length;

const kilobytes = (bytes: number): string => `${(bytes / 1000).toFixed(1)} kB`;

/** A file that was there is replaced by a complete one only. */
async function writeWhole(path: string, text: string): Promise<void> {
  await writeFile(`${path}.part`, text);
  await rename(`${path}.part`, path);
}
