import { checkChoice } from "../check-options.ts";
import { graphemes, segmentWords } from "./segment.ts";

/** Beyond Keras's splitting at spaces: the words of any script, the characters as a reader counts them, or a function of your own. */
export type Analyzer = "words" | "graphemes" | ((text: string) => readonly string[]);

/** A Unicode normal form: one way of writing what can be written in several. */
export type NormalForm = "NFC" | "NFD" | "NFKC" | "NFKD";

const normalForms: readonly NormalForm[] = ["NFC", "NFD", "NFKC", "NFKD"];

/** @throws when an analyzer or a normal form has no such name */
export function checkAnalysis(where: string, { analyzer, normalization }: { analyzer?: Analyzer; normalization?: NormalForm }): void {
  if (typeof analyzer !== "function" && analyzer !== undefined) checkChoice(where, "analyzer", analyzer, ["words", "graphemes"]);
  if (normalization !== undefined) checkChoice(where, "normalization", normalization, normalForms);
}

/** The words of a text; characters that are white space are none. */
export function analyzed(text: string, analyzer: Analyzer, locale: string | undefined): readonly string[] {
  if (typeof analyzer === "function") return analyzer(text);
  return analyzer === "words" ? segmentWords(text, locale === undefined ? {} : { locale }) : graphemes(text);
}
