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

/** Numbers for named sizes. */
export type DimBindings = Readonly<Record<string, number>>;

/**
 * A free dimension by name.
 *
 * @throws when the name is not made of letters, digits and underscores: printed forms and files show it inside formulas
 */
export function namedDim(name: string): SymbolicDim {
  if (!/^[A-Za-z_]\w*$/.test(name)) throw new Error(`dimension "${name}": expected a name of letters, digits and underscores.`);
  return { terms: [{ coefficient: 1, factors: [name] }] };
}

/** Whether a value is a dimension with names in it. */
export const isSymbolic = (value: unknown): value is SymbolicDim => typeof value === "object" && value !== null && "terms" in value;

/** `a + b` */
export const addDims = (a: Dim, b: Dim): Dim =>
  typeof a === "number" && typeof b === "number" ? a + b : fromTerms([...termsOf(a), ...termsOf(b)]);

/** `a - b` */
export const subDims = (a: Dim, b: Dim): Dim => addDims(a, mulDims(b, -1));

/** `a * b` */
export function mulDims(a: Dim, b: Dim): Dim {
  if (typeof a === "number" && typeof b === "number") return a * b;
  return fromTerms(
    termsOf(a).flatMap((x) =>
      termsOf(b).map((y) => ({ coefficient: x.coefficient * y.coefficient, factors: [...x.factors, ...y.factors].toSorted(byText) })),
    ),
  );
}

/**
 * `floor(a / by)` for a positive integer `by`. What divides comes out of the floor, the rest stays as coefficients from 0 to
 * `by - 1` in lowest terms, and a floor of a floor is one floor: equal quotients have one form.
 */
export function floorDivDim(a: Dim, by: number): Dim {
  if (by === 1) return a;
  if (typeof a === "number") return Math.floor(a / by);
  const whole = fromTerms(a.terms.map((term) => ({ ...term, coefficient: Math.floor(term.coefficient / by) })));
  const rest = fromTerms(a.terms.map((term) => ({ ...term, coefficient: remainder(term.coefficient, by) })));
  return addDims(whole, floorOf(rest, by));
}

/** The floor of a polynomial with coefficients from 0 to `by - 1`, divided by `by`. */
function floorOf(rest: Dim, by: number): Dim {
  if (typeof rest === "number") return 0;
  const constant = rest.terms.find(({ factors }) => factors.length === 0)?.coefficient ?? 0;
  const free = rest.terms.filter(({ factors }) => factors.length > 0);
  const common = free.reduce((divisor, { coefficient }) => greatestDivisor(divisor, coefficient), by);
  if (common > 1) {
    const reduced = free.map((term) => ({ ...term, coefficient: term.coefficient / common }));
    return floorDivDim(addDims(fromTerms(reduced), Math.floor(constant / common)), by / common);
  }
  const [only] = free;
  const [inner] = only?.factors ?? [];
  if (free.length === 1 && only?.coefficient === 1 && only.factors.length === 1 && typeof inner === "object") {
    return floorDivDim(addDims(inner.floorOf, constant * inner.by), inner.by * by);
  }
  return { terms: [{ coefficient: 1, factors: [{ floorOf: rest, by }] }] };
}

/** `a / b` when it is exact for all sizes, else `undefined`. Polynomial division, by terms in order of degree. */
export function divideDims(a: Dim, b: Dim): Dim | undefined {
  const divisor = leadingTerm(b);
  if (divisor === undefined) return undefined;
  let quotient: Dim = 0;
  let rest = a;
  for (let leading = leadingTerm(rest); leading !== undefined; leading = leadingTerm(rest)) {
    const term = divideTerms(leading, divisor);
    if (term === undefined) return undefined;
    const part = fromTerms([term]);
    quotient = addDims(quotient, part);
    rest = subDims(rest, mulDims(part, b));
  }
  return quotient;
}

/** The term of the highest degree; of equal ones the first in the order of their sorted factors, so that products keep the order. */
function leadingTerm(a: Dim): Term | undefined {
  return termsOf(a).reduce<Term | undefined>((best, term) => {
    if (best === undefined || term.factors.length > best.factors.length) return term;
    if (term.factors.length < best.factors.length) return best;
    const at = term.factors.findIndex((factor, i) => factorText(factor) !== factorText(best.factors[i] ?? ""));
    return at >= 0 && byText(term.factors[at] ?? "", best.factors[at] ?? "") < 0 ? term : best;
  }, undefined);
}

function divideTerms(a: Term, b: Term): Term | undefined {
  const factors = [...a.factors];
  for (const factor of b.factors) {
    const at = factors.findIndex((candidate) => factorText(candidate) === factorText(factor));
    if (at < 0) return undefined;
    factors.splice(at, 1);
  }
  return a.coefficient % b.coefficient === 0 ? { coefficient: a.coefficient / b.coefficient, factors } : undefined;
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

const remainder = (a: number, by: number): number => a - by * Math.floor(a / by);

const greatestDivisor = (a: number, b: number): number => (b === 0 ? a : greatestDivisor(b, a % b));

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
