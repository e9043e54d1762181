import { mulDims } from "../shape/dim.ts";
import type { Dim } from "../shape/dim.ts";
import { requireSameDim } from "../shape/shape.ts";
import type { Tensor } from "../tensor.ts";
import { parseEinsum } from "./einsum-equation.ts";
import { takeAlongAxis } from "./indexing.ts";
import { iota } from "./shaping.ts";

/** A tensor with a label for each axis. */
interface Term {
  readonly labels: readonly string[];
  readonly value: Tensor;
}

/**
 * Einstein's summation convention (NumPy's einsum): `einsum("bij,bjk->bik", a, b)`. Labels that the result lacks are summed, a
 * label twice in one operand takes its diagonal, `...` stands for the axes that have no label, and sizes of 1 stretch. Operands
 * meet from left to right, two at a time in one batched matrix product.
 *
 * @param operands as many as the equation names; float32, or of any dtype when there is only one
 * @throws when the equation does not fit the operands
 */
export function einsum(equation: string, ...operands: readonly Tensor[]): Tensor {
  const { inputs, output } = parseEinsum(
    equation,
    operands.map(({ ndim }) => ndim),
  );
  const given = operands.map((value, i) => takeDiagonals({ value, labels: inputs[i] ?? [] }, equation));
  const terms = given.map((term, i) => dropStretched(term, given.toSpliced(i, 1)));
  const [first, ...rest] = terms;
  if (first === undefined) throw new Error(`einsum "${equation}": expected at least one operand.`);
  const joined = rest.reduce((term, next, i) => {
    const later = rest.slice(i + 1).flatMap(({ labels }) => labels);
    return contract(term, next, new Set([...output, ...later]), equation);
  }, first);
  const { labels, value } = sumOut(joined, (label) => output.includes(label));
  return value.transpose(output.map((label) => labels.indexOf(label)));
}

/** Without repeated labels: of two axes with one label, the elements at equal positions. */
function takeDiagonals({ labels, value }: Term, equation: string): Term {
  const second = labels.findIndex((label, axis) => labels.indexOf(label) < axis);
  if (second < 0) return { labels, value };
  const label = labels[second] ?? "";
  const first = labels.indexOf(label);
  const size = value.shape[first] ?? 1;
  requireSameDim(size, value.shape[second] ?? 1, `einsum "${equation}" (label ${label})`);
  const others = [...labels.keys()].filter((axis) => axis !== first && axis !== second);
  const square = value.transpose([...others, first, second]); // […, size, size]
  const positions = iota(size)
    .expandDims(1)
    .broadcastTo([...square.shape.slice(0, -1), 1]);
  const diagonal = takeAlongAxis(square, positions).squeeze(-1);
  return takeDiagonals({ labels: [...others.map((axis) => labels[axis] ?? ""), label], value: diagonal }, equation);
}

/** Without the axes of size 1 that another operand has in full: stretching them is what a product does anyway. */
function dropStretched({ labels, value }: Term, others: readonly Term[]): Term {
  const stretched = labels.flatMap((label, axis) =>
    value.shape[axis] === 1 && others.some((other) => other.labels.includes(label) && sizeOf(other, label) !== 1) ? [axis] : [],
  );
  if (stretched.length === 0) return { labels, value };
  return { labels: labels.filter((_, axis) => !stretched.includes(axis)), value: value.squeeze(stretched) };
}

/** Sums over the labels that nobody needs any more. */
function sumOut({ labels, value }: Term, needed: (label: string) => boolean): Term {
  const axes = labels.flatMap((label, axis) => (needed(label) ? [] : [axis]));
  return axes.length === 0 ? { labels, value } : { labels: labels.filter(needed), value: value.sum({ axis: axes }) };
}

/** One batched matrix product: shared labels that stay are the batch, shared labels that go are multiplied out. */
function contract(a: Term, b: Term, needed: ReadonlySet<string>, equation: string): Term {
  const x = sumOut(a, (label) => needed.has(label) || b.labels.includes(label));
  const y = sumOut(b, (label) => needed.has(label) || a.labels.includes(label));
  const shared = x.labels.filter((label) => y.labels.includes(label));
  for (const label of shared) requireSameDim(sizeOf(x, label), sizeOf(y, label), `einsum "${equation}" (label ${label})`);
  const batch = shared.filter((label) => needed.has(label));
  const inner = shared.filter((label) => !needed.has(label));
  const rows = x.labels.filter((label) => !shared.includes(label));
  const columns = y.labels.filter((label) => !shared.includes(label));
  const left = arrange(x, batch, rows, inner);
  const right = arrange(y, batch, inner, columns);
  const labels = [...batch, ...rows, ...columns];
  const sizes = labels.map((label) => sizeOf(x.labels.includes(label) ? x : y, label));
  return { labels, value: left.matmul(right).reshape(sizes) };
}

/** `[...batch, rows, columns]` with each group flattened to one axis. */
function arrange(term: Term, batch: readonly string[], rows: readonly string[], columns: readonly string[]): Tensor {
  const flat = (labels: readonly string[]): Dim => labels.reduce<Dim>((size, label) => mulDims(size, sizeOf(term, label)), 1);
  const order = [...batch, ...rows, ...columns].map((label) => term.labels.indexOf(label));
  return term.value.transpose(order).reshape([...batch.map((label) => sizeOf(term, label)), flat(rows), flat(columns)]);
}

const sizeOf = ({ labels, value }: Term, label: string): Dim => value.shape[labels.indexOf(label)] ?? 1;
