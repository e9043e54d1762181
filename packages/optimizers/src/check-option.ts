interface Range {
  /** The smallest value allowed. Default: any. */
  readonly from?: number;
  /** Greater than this. Default: any. */
  readonly above?: number;
  /** The largest value allowed. Default: any. */
  readonly to?: number;
  /** Less than this. Default: any. */
  readonly below?: number;
  readonly integer?: boolean;
}

/**
 * Checks options that are numbers; those left undefined pass.
 *
 * @throws naming the function, the option, what was received and what is allowed
 */
export function checkOptions(where: string, options: Readonly<Record<string, number | undefined>>, range: Range): void {
  for (const [name, value] of Object.entries(options)) {
    if (value !== undefined && !isIn(range, value))
      throw new RangeError(`${where}: ${name} must be ${describe(range)}, received ${String(value)}.`);
  }
}

const isIn = ({ from = -Infinity, above = -Infinity, to = Infinity, below = Infinity, integer = false }: Range, value: number): boolean =>
  Number.isFinite(value) && value >= from && value > above && value <= to && value < below && (!integer || Number.isInteger(value));

const describe = ({ from, above, to, below, integer = false }: Range): string =>
  [
    integer ? "a whole number" : "a number",
    ...(from === undefined ? [] : [`from ${from}`]),
    ...(above === undefined ? [] : [`above ${above}`]),
    ...(to === undefined ? [] : [`to ${to}`]),
    ...(below === undefined ? [] : [`below ${below}`]),
  ].join(" ");
