import { existsSync } from "node:fs";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { loadClassifier } from "@tidu/serve";

/**
 * Says what a file makes of sentences. Nothing of training is needed: the file holds the network, the vocabulary and the labels, and
 * onnxruntime runs it.
 *
 * @throws when the file is not there
 */
export async function predict(
  path: string,
  sentences: Iterable<string> | AsyncIterable<string>,
  say: (text: string) => void,
): Promise<void> {
  if (!existsSync(path)) throw new Error(`there is no ${path} yet. Run it without sentences first, or say where with --out.`);
  const model = await loadClassifier(path);
  try {
    for await (const sentence of sentences) {
      if (sentence.trim() === "") continue;
      const [found] = await model.predict([sentence]);
      if (found !== undefined) say(`${found.label} ${(100 * found.probability).toFixed(1).padStart(5)} %  ${sentence}`);
    }
  } finally {
    await model.dispose();
  }
}

/** The lines of a stream. Reading begins with the first that is asked for: readline loses those that come before. */
export async function* linesOf(input: Readable): AsyncGenerator<string> {
  yield* createInterface({ input });
}
