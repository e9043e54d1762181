import { iota, logSoftmax, logSumExp, mulDims, pad, printSpec, scan, stopGradient, takeAlongAxis, tensor, where } from "@tidu/core-tensor";
import type { Tensor, TensorData, TensorSpec } from "@tidu/core-tensor";
import { placeOf } from "../data/received.ts";
import { logitsOfSoftmax } from "./logits-of.ts";
import type { Loss } from "./loss.ts";

/** The class that stands for no label, and what fills label rows up (Keras, PyTorch). */
const blank = 0;
/** The logarithm of what cannot be: finite, so that differences of two of them are numbers. */
const never = -1e30;

/**
 * Connectionist temporal classification: `−log` of the probability that an output without alignment reads as its labels, one
 * number an example, summed over all ways to spread them over the steps (Graves et al. 2006; Keras `CTC`, PyTorch `ctc_loss`).
 *
 * Targets: label ids `int32[batch, labels]` from 1, rows filled up with 0 at the end. Outputs: logits `[batch, time, classes]`, class
 * 0 the blank between labels; a softmax that made them is recognised, and the loss runs on its logits. Steps that a mask leaves out
 * do not exist. Labels that cannot fit, as they and the blanks between equal neighbours need more steps than there are, are refused
 * in `fit`; where only the mask is too short, the loss is Infinity and the gradient 0.
 *
 * @example
 * model.compile({ optimizer: "adam", loss: "ctc" });
 * await model.fit(audio, [[3, 1, 4], [1, 5, 0]]);
 */
export const ctc = (): Loss => ({
  name: "ctc",
  config: { kind: "ctc", options: {} },
  perExample: (labels, prediction, mask) => negativeLogProbability(logSoftmax(logitsOfSoftmax(prediction, -1) ?? prediction), labels, mask),
  target: (prediction, given) => {
    if (prediction.shape.length !== 3)
      throw new Error(`ctc needs an output of logits [batch, time, classes], received ${printSpec(prediction)}.`);
    if (given.shape.length !== 2)
      throw new Error(`ctc expects label ids int32[batch, labels], rows filled up with 0, received ${printSpec(given)}.`);
    return { dtype: "int32", shape: [prediction.shape[0] ?? 1, given.shape[1] ?? 1] };
  },
  numClasses: ({ shape }) => (typeof shape[2] === "number" ? shape[2] : undefined),
  problem: labelProblem,
});

/**
 * The forward recursion over labels with blanks around them, `α(s) ← log(exp α(s) + exp α(s − 1) + exp α(s − 2)) + log p(s)`, where
 * two are skipped only between different labels (equations 6 and 7 of the paper, in logarithms).
 *
 * @param logProbabilities `[batch, time, classes]`
 * @param labels `int32[batch, labels]`
 * @returns `[batch]`
 */
function negativeLogProbability(logProbabilities: Tensor, labels: Tensor, mask: Tensor | undefined): Tensor {
  const [batch = 1, time = 1] = logProbabilities.shape;
  const states = withBlanks(labels); // [batch, states]
  const count = Number(states.shape[1]);
  const maySkip = states.notEqual(blank).logicalAnd(states.notEqual(later(states, 2, blank)));
  const emissions = takeAlongAxis(logProbabilities, states.expandDims(1).broadcastTo([batch, time, count])).transpose([1, 0, 2]);
  const start = tensor(Float32Array.from({ length: count }, (_, state) => (state === 0 ? 0 : never))).broadcastTo([batch, count]);
  const step = (alpha: Tensor, emission: Tensor): Tensor =>
    logAdd(alpha, later(alpha, 1, never), where(maySkip, later(alpha, 2, never), never)).add(emission);
  const [alpha] =
    mask === undefined
      ? scan((alpha: Tensor, emission: Tensor) => [step(alpha, emission), {}] as const, start, emissions, { batched: true })
      : scan(
          (alpha: Tensor, { emission, counts }: MaskedStep) => [where(counts.expandDims(-1), step(alpha, emission), alpha), {}] as const,
          start,
          { emission: emissions, counts: mask.transpose([1, 0]) },
          { batched: true },
        );
  // Behind the last label, or on it; rows without labels only begin.
  const end = labels.notEqual(blank).cast("int32").sum({ axis: 1, keepDims: true }).mul(2);
  const at = iota(count);
  const ends = where(at.equal(end).logicalOr(at.equal(end.sub(1))), alpha, never);
  const total = logSumExp(ends, { axis: 1 });
  return where(total.greater(never / 10), total.neg(), Infinity);
}

type MaskedStep = { readonly emission: Tensor; readonly counts: Tensor };

/** Labels `[batch, n]` as `blank, label, blank, label, … blank`: `[batch, 2 n + 1]`. */
function withBlanks(labels: Tensor): Tensor {
  const [batch = 1, labelCount = 1] = labels.shape;
  const pairs = pad(
    labels.expandDims(-1),
    [
      [0, 0],
      [0, 0],
      [1, 0],
    ],
    blank,
  ); // [batch, labels, 2]
  return pad(
    pairs.reshape([batch, mulDims(labelCount, 2)]),
    [
      [0, 0],
      [0, 1],
    ],
    blank,
  );
}

/** Every state gets what was `by` states before it. */
const later = (x: Tensor, by: number, first: number): Tensor =>
  pad(
    x,
    [
      [0, 0],
      [by, -by],
    ],
    first,
  );

/** `log(exp a + exp b + exp c)`, with the largest taken out. */
function logAdd(a: Tensor, b: Tensor, c: Tensor): Tensor {
  const largest = stopGradient(a.maximum(b).maximum(c));
  const parts = [a, b, c].map((x) => x.sub(largest).exp());
  return parts
    .reduce((sum, part) => sum.add(part))
    .log()
    .add(largest);
}

/** What is wrong with rows of labels: a 0 between labels, or more labels (and blanks between equal ones) than steps. */
function labelProblem({ data, shape }: TensorData, { shape: output }: TensorSpec): string | undefined {
  const [rows = 0, count = 0] = shape;
  const steps = output[1];
  for (let row = 0; row < rows; row++) {
    const labels = Array.from(data.subarray(row * count, (row + 1) * count), Number);
    const end = labels.findLastIndex((label) => label !== blank) + 1;
    const gap = labels.slice(0, end).indexOf(blank);
    if (gap >= 0)
      return `ctc: a label is 0 in ${placeOf(row * count + gap, shape)}, before further labels. Classes are numbered from 1; 0 is the blank and fills rows up at the end.`;
    const needed = end + labels.slice(1, end).filter((label, i) => label === labels[i]).length;
    if (typeof steps === "number" && needed > steps)
      return `ctc: the ${end} labels of row ${row} need at least ${needed} time steps (one between equal neighbours), the output has ${steps}. Shorten them, or pool less.`;
  }
  return undefined;
}
