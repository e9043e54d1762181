/** A dimension: a number, or a polynomial of named sizes such as `2 * batch + 1` or `floor((time - 3) / 2)`. */
export type Dim = number | SymbolicDim;

/** A canonical polynomial: terms sorted and merged, at least one of them with a factor. Plain data. */
export interface SymbolicDim {
  readonly terms: readonly Term[];
}

interface Term {
  readonly coefficient: number;
  /** Sorted; empty for the constant term. */
  readonly factors: readonly Factor[];
}

/** A named size, or the floor of a polynomial divided by a number. */
export type Factor = string | { readonly floorOf: SymbolicDim; readonly by: number };

export type DimBindings = Readonly<Record<string, number>>;

/** A free dimension by name. */
export const namedDim = (name: string): SymbolicDim => ({ terms: [{ coefficient: 1, factors: [name] }] });

export const isSymbolic = (value: unknown): value is SymbolicDim => typeof value === "object" && value !== null && "terms" in value;

export const addDims = (a: Dim, b: Dim): Dim =>
  typeof a === "number" && typeof b === "number" ? a + b : fromTerms([...termsOf(a), ...termsOf(b)]);

export const subDims = (a: Dim, b: Dim): Dim => addDims(a, mulDims(b, -1));

export function mulDims(a: Dim, b: Dim): Dim {
  if (typeof a === "number" && typeof b === "number") return a * b;
  return fromTerms(
    termsOf(a).flatMap((x) =>
      termsOf(b).map((y) => ({ coefficient: x.coefficient * y.coefficient, factors: [...x.factors, ...y.factors].toSorted(byText) })),
    ),
  );
}

/** `floor(a / by)`, exact where every coefficient divides. */
export function floorDivDim(a: Dim, by: number): Dim {
  if (by === 1) return a;
  if (typeof a === "number") return Math.floor(a / by);
  const whole = a.terms.filter((term) => term.coefficient % by === 0);
  const rest = fromTerms(a.terms.filter((term) => term.coefficient % by !== 0));
  const quotient = fromTerms(whole.map((term) => ({ ...term, coefficient: term.coefficient / by })));
  if (typeof rest === "number") return addDims(quotient, Math.floor(rest / by));
  return addDims(quotient, { terms: [{ coefficient: 1, factors: [{ floorOf: rest, by }] }] });
}

/** `a / b` when it is exact for all sizes (b a number or a single product), else `undefined`. */
export function divideDims(a: Dim, b: Dim): Dim | undefined {
  const [divisor, ...others] = termsOf(b);
  if (divisor === undefined || others.length > 0) return sameDim(a, b) ? 1 : undefined;
  const terms: Term[] = [];
  for (const term of termsOf(a)) {
    const factors = [...term.factors];
    for (const factor of divisor.factors) {
      const at = factors.findIndex((candidate) => factorText(candidate) === factorText(factor));
      if (at < 0) return undefined;
      factors.splice(at, 1);
    }
    if (term.coefficient % divisor.coefficient !== 0) return undefined;
    terms.push({ coefficient: term.coefficient / divisor.coefficient, factors });
  }
  return fromTerms(terms);
}

/** Whether two dimensions are equal for all sizes. */
export const sameDim = (a: Dim, b: Dim): boolean => a === b || subDims(a, b) === 0;

/** Whether two dimensions differ for all sizes (their difference is a number other than zero). */
export function differentDim(a: Dim, b: Dim): boolean {
  const difference = subDims(a, b);
  return typeof difference === "number" && difference !== 0;
}

/** The number that a dimension is for given sizes; symbolic still when a name is not bound. */
export function bindDim(a: Dim, bindings: DimBindings): Dim {
  if (typeof a === "number") return a;
  return a.terms.reduce<Dim>((sum, term) => {
    const product = term.factors.reduce<Dim>((value, factor) => mulDims(value, bindFactor(factor, bindings)), term.coefficient);
    return addDims(sum, product);
  }, 0);
}

/** The names that a dimension depends on. */
export const namesOfDim = (a: Dim): readonly string[] =>
  typeof a === "number"
    ? []
    : a.terms.flatMap((term) => term.factors.flatMap((factor) => (typeof factor === "string" ? [factor] : namesOfDim(factor.floorOf))));

/** `batch`, `2 * batch + 1`, `floor((time - 3) / 2)`. */
export function printDim(a: Dim): string {
  if (typeof a === "number") return String(a);
  return a.terms
    .map(({ coefficient, factors }, index) => {
      const magnitude = Math.abs(coefficient);
      const product = [...(magnitude !== 1 || factors.length === 0 ? [String(magnitude)] : []), ...factors.map(factorText)].join(" * ");
      const sign = coefficient < 0 ? "-" : "+";
      return index === 0 ? (coefficient < 0 ? `-${product}` : product) : `${sign} ${product}`;
    })
    .join(" ");
}

const byText = (a: Factor, b: Factor): number => (factorText(a) < factorText(b) ? -1 : 1);

const factorText = (factor: Factor): string =>
  typeof factor === "string"
    ? factor
    : `floor(${factor.floorOf.terms.length > 1 ? `(${printDim(factor.floorOf)})` : printDim(factor.floorOf)} / ${factor.by})`;

const bindFactor = (factor: Factor, bindings: DimBindings): Dim =>
  typeof factor === "string" ? (bindings[factor] ?? namedDim(factor)) : floorDivDim(bindDim(factor.floorOf, bindings), factor.by);

const termsOf = (a: Dim): readonly Term[] => (typeof a === "number" ? (a === 0 ? [] : [{ coefficient: a, factors: [] }]) : a.terms);

const termText = (term: Term): string => term.factors.map(factorText).join("*");

function fromTerms(terms: readonly Term[]): Dim {
  const merged = new Map<string, Term>();
  for (const term of terms) {
    const key = termText(term);
    merged.set(key, { coefficient: (merged.get(key)?.coefficient ?? 0) + term.coefficient, factors: term.factors });
  }
  const left = [...merged].filter(([, term]) => term.coefficient !== 0).map(([key, term]) => ({ key, term }));
  if (left.length === 0) return 0;
  const [only] = left;
  if (left.length === 1 && only !== undefined && only.term.factors.length === 0) return only.term.coefficient;
  left.sort((a, b) => (a.key === "" ? 1 : b.key === "" ? -1 : a.key < b.key ? -1 : 1)); // the constant comes last
  return { terms: left.map(({ term }) => term) };
}
