import { shown } from "../check-options.ts";
import type { TextTokenizer } from "../text-preprocessor.ts";

/** Refuses a text with a word that the tokenizer would leave out. */
export function checkUnknown(where: string, tokenizer: TextTokenizer, text: string, row: number): void {
  const [word] = tokenizer.leftOut?.(text) ?? [];
  if (word !== undefined)
    throw new Error(
      `${where}: text ${row}, ${shown(text)}, has the word ${shown(word)}, which is not in the vocabulary. Without allowUnknown: false it is left out.`,
    );
}
