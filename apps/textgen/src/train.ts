import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { losses, optimizers, schedules, text } from "tidu";
import type { Backend, FitOptions, Logs, Model } from "tidu";
import type { TextParts } from "./load-text.ts";
import { networks } from "./networks.ts";
import type { NetworkName } from "./networks.ts";
import { allWindows, randomWindows } from "./windows.ts";
import { write } from "./write.ts";

export interface TrainOptions {
  readonly text: TextParts;
  readonly network: NetworkName;
  /** Updates of the weights. */
  readonly steps: number;
  /** Characters of a piece to learn from. */
  readonly context: number;
  readonly depth: number;
  readonly width: number;
  /** Pieces per update. Default: 32. */
  readonly batchSize?: number;
  /** The largest rate; it rises to it for a while, then falls to a tenth. */
  readonly learningRate: number;
  readonly seed: number;
  /** Of the samples that show how it does. */
  readonly temperature: number;
  readonly topK: number;
  /** The folder of the files, made when it is not there. Default: none are written. */
  readonly out?: string;
  /** Default: the best one installed. */
  readonly backend?: Backend;
  readonly verbose?: NonNullable<FitOptions["verbose"]>;
}

/** Times that a training is measured and shows a sample. */
const rounds = 10;

/**
 * Learns to write like a text, and shows ten times how it does.
 *
 * @returns the validation loss: nats per character
 */
export async function train(options: TrainOptions, say: (text: string) => void): Promise<number> {
  const { text: parts, network, steps, context, depth, width, batchSize = 32, seed, temperature, topK, out, backend } = options;
  const characters = text.charVocabulary([parts.train, parts.validation]);
  const ids = Int32Array.from(characters.encode(parts.train));
  const held = allWindows(Int32Array.from(characters.encode(parts.validation)), context);
  const model = networks[network](
    { characters: characters.vocabularySize, depth, width },
    { seed, ...(backend && { backend: async () => backend }) },
  );
  compile(model, steps, options.learningRate);
  say(
    `${count(ids.length)} characters to learn from, ${count(parts.validation.length)} to measure on, ${characters.vocabularySize} different ones.`,
  );
  say(`${steps} updates with ${batchSize} pieces of ${context} characters each.\n\n${model.summary()}\n`);

  const prompt = parts.train.includes("\n") ? "\n" : parts.train.slice(0, 1); // a line begins, or the text
  const sample = (): Promise<string> =>
    write(model, characters, { prompt, length: 300, temperature, topK, seed, ...lookingBack(network, context) });
  let loss = NaN;
  const start = performance.now();
  const stepsPerEpoch = Math.max(1, Math.round(steps / rounds));
  await model.fit(randomWindows(ids, { batchSize, length: context, seed }), {
    epochs: Math.max(1, Math.round(steps / stepsPerEpoch)),
    stepsPerEpoch,
    validationData: [held.x, held.y],
    validationBatchSize: 64,
    verbose: options.verbose ?? "auto",
    callbacks: [
      {
        onEpochEnd: async (_: number, logs: Logs) => {
          loss = logs["val_loss"] ?? NaN;
          say(`\n${indented(await sample())}\n`);
        },
      },
    ],
  });
  const minutes = (performance.now() - start) / 60_000;
  say(
    `Validation loss: ${loss.toFixed(4)} nats per character (perplexity ${Math.exp(loss).toFixed(2)}), after ${minutes.toFixed(1)} minutes.`,
  );

  if (out !== undefined) {
    const path = join(out, "writer");
    await mkdir(out, { recursive: true });
    await model.save(`${path}.safetensors`);
    await writeFile(`${path}.json`, JSON.stringify({ network, context, characters: characters.config }));
    const { context: maxlen } = lookingBack(network, context);
    await model.export(`${path}.onnx`, {
      preprocessing: text.textSequence({ tokenizer: characters, padding: "none", ...(maxlen !== undefined && { maxlen }) }),
      generates: "input",
    });
    say(`Kept in ${path}.safetensors and ${path}.json; for any ONNX runtime, with its characters: ${path}.onnx.`);
  }
  return loss;
}

/** A transformer has learned from so many characters at a time; an LSTM goes on for ever. */
export const lookingBack = (network: NetworkName, context: number): { readonly context?: number } =>
  network === "transformer" ? { context } : {};

function compile(model: Model, steps: number, learningRate: number): void {
  const warmupSteps = Math.ceil(steps / 20);
  const rate = schedules.cosineDecay({
    initialLearningRate: 0,
    warmupTarget: learningRate,
    warmupSteps,
    decaySteps: Math.max(1, steps - warmupSteps),
    alpha: 0.1,
  });
  model.compile({
    optimizer: optimizers.adamW({ learningRate: rate, weightDecay: 0.01, beta2: 0.99, globalClipNorm: 1 }),
    loss: losses.sparseCategoricalCrossentropy({ fromLogits: true }),
    metrics: ["accuracy"],
  });
}

const count = (value: number): string => value.toLocaleString("en");

const indented = (text: string): string => text.trim().replaceAll(/^/gm, "  | ");
