import type { OutputKind } from "./model-file.ts";
import type { Numbers } from "./numbers.ts";

/** What a labelled classifier says of one row. */
export interface Classification {
  /** The most probable class. */
  readonly label: string;
  /** Its probability. */
  readonly probability: number;
  /** The probabilities of all classes by their labels. */
  readonly probabilities: Readonly<Record<string, number>>;
}

/** Rows [rows, classes] or [rows, 1] as classes. */
export function classifications({ shape, data }: Numbers, labels: readonly string[], kind: OutputKind): readonly Classification[] {
  const width = shape[1] ?? 1;
  return Array.from({ length: shape[0] ?? 0 }, (_, row) => {
    const numbers = Array.from(data.subarray(row * width, (row + 1) * width), Number);
    const probabilities = width === 1 ? ofTwo(numbers[0] ?? NaN, kind) : distribution(numbers, kind);
    const best = probabilities.indexOf(Math.max(...probabilities));
    return {
      label: labels[best] ?? String(best),
      probability: probabilities[best] ?? NaN,
      probabilities: Object.fromEntries(labels.map((label, i) => [label, probabilities[i] ?? 0])),
    };
  });
}

/** A single number is the probability of the second class, or its logit. */
function ofTwo(number: number, kind: OutputKind): readonly number[] {
  const second = kind === "logits" ? 1 / (1 + Math.exp(-number)) : kind === "logProbabilities" ? Math.exp(number) : number;
  return [1 - second, second];
}

/** The probabilities of classes. What already is a distribution (an average of several, say) stays one. */
export function distribution(numbers: readonly number[], kind: OutputKind): readonly number[] {
  if (kind === "probabilities") return numbers;
  if (kind === "logProbabilities") return numbers.map(Math.exp);
  const sum = numbers.reduce((total, number) => total + number, 0);
  if (numbers.every((number) => number >= 0) && Math.abs(sum - 1) < 1e-4) return numbers;
  return softmax(numbers);
}

/** exp(xᵢ) / Σ exp(xⱼ), safe for large numbers. */
function softmax(numbers: readonly number[]): readonly number[] {
  const largest = Math.max(...numbers);
  const powers = numbers.map((number) => Math.exp(number - largest));
  const sum = powers.reduce((total, power) => total + power, 0);
  return powers.map((power) => power / sum);
}
