import { mulDims } from "../shape/dim.ts";
import type { Dim } from "../shape/dim.ts";
import { requireSameDim } from "../shape/shape.ts";
import type { Tensor } from "../tensor.ts";

interface Term {
  readonly labels: readonly string[];
  readonly value: Tensor;
}

/**
 * Einstein's summation convention (NumPy's einsum): `einsum("bij,bjk->bik", a, b)`. Labels that the result lacks are summed;
 * two operands meet in one batched matrix product. One or more operands; no ellipsis, no label twice in one operand.
 *
 * @throws when the equation does not fit the operands
 */
export function einsum(equation: string, ...operands: readonly Tensor[]): Tensor {
  const [left, right] = equation.replaceAll(" ", "").split("->");
  const parts = (left ?? "").split(",");
  if (parts.length !== operands.length)
    throw new Error(`einsum "${equation}": names ${parts.length} operands, received ${operands.length}.`);
  const terms = operands.map((value, i): Term => {
    const labels = [...(parts[i] ?? "")];
    if (labels.length !== value.ndim)
      throw new Error(`einsum "${equation}": operand ${i} has rank ${value.ndim}, its labels are "${parts[i]}".`);
    if (labels.some((label) => !/[A-Za-z]/.test(label)))
      throw new Error(`einsum "${equation}": labels are letters, received "${parts[i]}".`);
    if (new Set(labels).size !== labels.length)
      throw new Error(`einsum "${equation}": operand ${i} repeats a label, which is not supported.`);
    return { labels, value };
  });
  const all = terms.flatMap(({ labels }) => labels);
  const result =
    right === undefined ? [...new Set(all)].filter((label) => all.indexOf(label) === all.lastIndexOf(label)).toSorted() : [...right];
  const unknown = result.find((label) => !all.includes(label));
  if (unknown !== undefined || new Set(result).size !== result.length)
    throw new Error(`einsum "${equation}": the result names "${unknown ?? right}", which no operand has once.`);

  const [first, ...rest] = terms;
  if (first === undefined) throw new Error(`einsum "${equation}": expected at least one operand.`);
  const joined = rest.reduce(
    (term, next, i) => contract(term, next, new Set([...result, ...rest.slice(i + 1).flatMap(({ labels }) => labels)]), equation),
    first,
  );
  const summed = sumOut(joined, (label) => result.includes(label));
  return summed.value.transpose(result.map((label) => summed.labels.indexOf(label)));
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
  const sizes = labels.map((label) => (x.labels.includes(label) ? sizeOf(x, label) : sizeOf(y, label)));
  return { labels, value: left.matmul(right).reshape(sizes) };
}

/** `[...batch, rows, columns]` with each group flattened to one axis. */
function arrange(term: Term, batch: readonly string[], rows: readonly string[], columns: readonly string[]): Tensor {
  const flat = (labels: readonly string[]): Dim => labels.reduce<Dim>((size, label) => mulDims(size, sizeOf(term, label)), 1);
  const order = [...batch, ...rows, ...columns].map((label) => term.labels.indexOf(label));
  return term.value.transpose(order).reshape([...batch.map((label) => sizeOf(term, label)), flat(rows), flat(columns)]);
}

const sizeOf = ({ labels, value }: Term, label: string): Dim => value.shape[labels.indexOf(label)] ?? 1;
