/** Labels per axis: letters, and for the axes under an ellipsis their distance from its end (`…1` is the last of them). */
export interface EinsumLabels {
  readonly inputs: readonly (readonly string[])[];
  readonly output: readonly string[];
}

/**
 * Reads an equation of {@link einsum} for operands of known ranks. Without `->`, the result has the ellipsis and then the
 * letters that occur once, in alphabetical order, as in NumPy.
 *
 * @throws when it does not fit the ranks, or the result names what no operand has
 */
export function parseEinsum(equation: string, ranks: readonly number[]): EinsumLabels {
  const [left = "", right, ...more] = equation.replaceAll(" ", "").split("->");
  const parts = left.split(",");
  const fault = (why: string): Error => new Error(`einsum "${equation}": ${why}`);
  if (more.length > 0) throw fault(`expected one "->".`);
  if (parts.length !== ranks.length) throw fault(`names ${parts.length} operands, received ${ranks.length}.`);
  if (/[^A-Za-z.,]/.test(left + (right ?? ""))) throw fault(`labels are letters, and "..." stands for any number of axes.`);

  const inputs = parts.map((part, i) => {
    const rank = ranks[i] ?? 0;
    const hidden = rank - part.replace("...", "").length;
    const fits = part.includes("...") ? hidden >= 0 : hidden === 0;
    if (!fits) throw fault(`operand ${i} has rank ${rank}, its labels are "${part}".`);
    return expand(part, hidden, fault);
  });
  const all = inputs.flat();
  const hidden = Math.max(0, ...inputs.map((labels) => labels.filter((label) => label.startsWith("…")).length));
  const once = all.filter((label) => !label.startsWith("…") && all.indexOf(label) === all.lastIndexOf(label)).toSorted();
  const output = right === undefined ? [...expand("...", hidden, fault), ...once] : expand(right, hidden, fault);
  const unknown = output.find((label) => !all.includes(label));
  if (unknown !== undefined) throw fault(`the result names "${unknown}", which no operand has.`);
  if (new Set(output).size !== output.length) throw fault(`the result names a label twice.`);
  if (hidden > 0 && right?.includes("...") === false) throw fault(`the operands have axes under "...", so the result needs it too.`);
  return { inputs, output };
}

/** One label per axis. */
function expand(part: string, hidden: number, fault: (why: string) => Error): readonly string[] {
  const [before = "", after, ...more] = part.split("...");
  if (more.length > 0 || /\./.test(before + (after ?? ""))) throw fault(`"${part}" has a dot that is not one of a single "...".`);
  const ellipsis = after === undefined ? [] : Array.from({ length: hidden }, (_, i) => `…${hidden - i}`);
  return [...before.split(""), ...ellipsis, ...(after ?? "").split("")];
}
