import { text } from "tidu";
import type { Model } from "tidu";

export interface WriteOptions {
  readonly prompt: string;
  /** How many characters to add. */
  readonly length: number;
  /** Below 1 bolder in likely characters, above 1 more varied. */
  readonly temperature: number;
  /** How many of the likeliest characters are drawn from. */
  readonly topK: number;
  readonly seed: number;
  /** Characters that the network looks back on. Default: all there are. */
  readonly context?: number;
  /** Is told every character as it comes. */
  readonly onCharacter?: (character: string) => void;
}

/**
 * Goes on with a text, character by character: layers keep what they have seen, so each costs the same. A transformer that has filled its
 * context goes on with the last half of it.
 *
 * @returns the prompt and what follows it
 */
export async function write(model: Model, characters: text.TextTokenizer, options: WriteOptions): Promise<string> {
  const { prompt, length, temperature, topK, seed, context = Infinity, onCharacter } = options;
  const next = text.sampler({ strategy: "topK", k: topK, temperature, seed });
  const ids = characters.encode(prompt);
  const wanted = ids.length + length;
  const room = Math.min(context, wanted);
  const generator = await model.generator({ maxLength: room });
  try {
    while (ids.length < wanted) {
      const known = ids.slice(ids.length < room ? 0 : -Math.ceil(room / 2));
      const longer = await generator.generate(known, {
        pick: (scores) => next(scores),
        length: Math.min(wanted - ids.length, room - known.length),
        onId: (id) => onCharacter?.(characters.decode([id])),
      });
      ids.push(...longer.slice(known.length));
    }
    return characters.decode(ids);
  } finally {
    generator.dispose();
  }
}
