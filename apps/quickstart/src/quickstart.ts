import { mkdir, rename, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { backend as backendOf, metrics, reportHtml } from "tidu";
import type { FitOptions } from "tidu";
import { affordableImages } from "./affordable-images.ts";
import type { QuickstartOptions } from "./command-line.ts";
import { digitsModel } from "./digits-model.ts";
import { exportVerified } from "./export-verified.ts";
import { loadDigits } from "./load-digits.ts";
import type { Digits } from "./load-digits.ts";

export interface QuickstartRun extends Partial<Omit<QuickstartOptions, "help">> {
  readonly out: string;
  /** Default: a progress bar on a terminal, lines elsewhere. */
  readonly verbose?: NonNullable<FitOptions["verbose"]>;
}

/** The main job, from digits to a verified file. Prints with `say` as it goes. */
export async function quickstart(
  { data = "digits", dataDir, images, epochs = data === "mnist" ? 3 : 5, seed = 1, backend, out, verbose = "auto" }: QuickstartRun,
  say: (text: string) => void,
): Promise<void> {
  await mkdir(out, { recursive: true }).catch((cause: unknown) => {
    throw new Error(
      `cannot make the folder ${out}: ${cause instanceof Error ? cause.message : String(cause)}. Choose another one with --out.`,
      { cause },
    );
  });
  const engine = await backendOf(backend);
  const affordable = affordableImages(data, engine.name);
  if (images === undefined && affordable.warning !== undefined) say(affordable.warning);
  const { train, validation, test, classNames } = await loadDigits({ source: data, dataDir, images: images ?? affordable.images, seed });
  const kind = data === "mnist" ? "handwritten digits (MNIST)" : "drawn digits";
  say("Which digit is it? An image of 28 × 28 grey values → one of ten digits.");
  say(`${count(train)} ${kind} to learn from, ${count(validation)} to watch meanwhile, ${count(test)} kept for the test.\n`);

  const model = digitsModel({ backend: engine, seed });
  say(`${model.summary()}\n`);
  const start = performance.now();
  const batchSize = train.y.data.length < 3000 ? 32 : 64;
  const history = await model.fit(train.x, train.y, { epochs, batchSize, validationData: [validation.x, validation.y], verbose });
  const seconds = `${((performance.now() - start) / 1000).toFixed(1)} s`;
  say(`\nTrained on ${engine.name} in ${seconds}.\n`);

  const predictions = await (await model.predict(test.x)).value();
  const mistakes = metrics.confidentMistakes(test.y, predictions);
  const right = test.y.data.length - mistakes.length;
  const accuracy = `${((100 * right) / test.y.data.length).toFixed(1)} %`;
  say(`Test accuracy: ${accuracy} (${thousands(right)} of ${count(test)} digits)\n`);
  const matrix = metrics.confusionMatrix(test.y, predictions, classNames.length);
  say(`${metrics.printConfusionMatrix(matrix, { classNames })}\n`);

  const onnxPath = join(out, "digits.onnx");
  const proof = await exportVerified(model, onnxPath, test, classNames);
  const { "conv2d/kernel": filters } = await model.getWeights();
  const page = reportHtml({
    title: `${kind[0]?.toUpperCase()}${kind.slice(1)}`,
    facts: { "test accuracy": accuracy, images: count(train), epochs, seed, engine: engine.name, training: seconds, "digits.onnx": proof },
    history,
    confusionMatrix: { matrix, classNames },
    mistakes: { images: test.x, mistakes: mistakes.slice(0, 27), classNames },
    ...(filters && { filters: { "the first convolution": filters } }),
    summary: model.summary(),
  });
  const pagePath = join(out, "digits.html");
  await writeWhole(pagePath, page);
  say(`${onnxPath}: ${await kilobytes(onnxPath)}, from grey values (0 to 255) to the probability of each digit`);
  say(`  ${proof}`);
  say(
    `${pagePath}: ${await kilobytes(pagePath)}, curves, confusion matrix, the most confident mistakes and the filters; open it in a browser`,
  );
}

const thousands = (value: number): string => value.toLocaleString("en");

const count = ({ y }: Digits): string => thousands(y.data.length);

const kilobytes = async (path: string): Promise<string> => `${((await stat(path)).size / 1000).toFixed(1)} kB`;

/** A file that was there is replaced by a complete one only. */
async function writeWhole(path: string, text: string): Promise<void> {
  await writeFile(`${path}.part`, text);
  await rename(`${path}.part`, path);
}
