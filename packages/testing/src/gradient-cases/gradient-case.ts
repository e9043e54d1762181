import type { ArrayLike, Tensor } from "@tidu/core-tensor";

/** A place at which an op is smooth, where its gradient can be compared with differences. */
export interface GradientCase {
  readonly title: string;
  /** float32 */
  readonly inputs: readonly ArrayLike[];
  readonly fn: (...inputs: Tensor[]) => Tensor | readonly Tensor[];
}

/** One list per op of a family, or why there is nothing to differentiate. */
export type GradientCasesOf<Family> = { readonly [K in keyof Family]: readonly GradientCase[] | NotFloat };

export type NotFloat = "its results are not float32" | "it has no inputs";

export const notFloat = "its results are not float32";
export const noInputs = "it has no inputs";

/** A case with a title that says which axes or shapes it is about. */
export const gradientCase = (title: string, inputs: readonly ArrayLike[], fn: GradientCase["fn"]): GradientCase => ({ title, inputs, fn });
