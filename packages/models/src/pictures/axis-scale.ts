/** Where values of an axis go, and where its ticks are. */
export interface AxisScale {
  readonly ticks: readonly number[];
  /** 0 at the low end, 1 at the high end. */
  readonly place: (value: number) => number;
  /** A tick as text. */
  readonly label: (tick: number) => string;
}

/** An axis that begins and ends on a tick. */
export function linearScale(low: number, high: number, wantedTicks = 5): AxisScale {
  const [from, to] = low === high ? widened(low) : [low, high];
  const step = niceStep((to - from) / wantedTicks);
  const first = Math.floor(from / step + 1e-9);
  const last = Math.ceil(to / step - 1e-9);
  const ticks = Array.from({ length: last - first + 1 }, (_, i) => (first + i) * step);
  return { ticks, place: (value) => (value / step - first) / (last - first), label: (tick) => tickText(tick, step) };
}

/** A logarithmic axis of positive values. */
export function logScale(low: number, high: number): AxisScale {
  const first = Math.floor(Math.log10(low) + 1e-9);
  const last = Math.max(first + 1, Math.ceil(Math.log10(high) - 1e-9));
  const every = Math.ceil((last - first) / 6);
  const ticks = Array.from({ length: Math.floor((last - first) / every) + 1 }, (_, i) => 10 ** (first + i * every));
  return { ticks, place: (value) => (Math.log10(value) - first) / (last - first), label: (tick) => tickText(tick, tick) };
}

/** An axis of whole numbers from `first` to `last`, without room on either side. */
export function countScale(first: number, last: number, wantedTicks = 6): AxisScale {
  const step = Math.max(1, niceStep((last - first) / wantedTicks));
  const inner = Array.from({ length: Math.floor(last / step) }, (_, i) => (i + 1) * step).filter((tick) => tick >= first);
  const ticks = inner.length === 0 || (inner[0] ?? first) - first >= 0.6 * step ? [first, ...inner] : inner;
  return { ticks, place: (value) => (first === last ? 0.5 : (value - first) / (last - first)), label: String };
}

/** A number for people: four significant digits, `1.2e-7` where that is shorter. */
export function shortNumber(value: number): string {
  if (!Number.isFinite(value) || value === 0) return String(value);
  const size = Math.abs(value);
  return size >= 1e6 || size < 1e-4 ? value.toExponential(2).replace("e+", "e") : String(Number(value.toPrecision(4)));
}

/** 1, 2 or 5 times a power of ten, near `rough` (Heckbert, Nice numbers for graph labels, 1990). */
function niceStep(rough: number): number {
  const power = 10 ** Math.floor(Math.log10(rough));
  const fraction = rough / power;
  return (fraction < 1.5 ? 1 : fraction < 3.5 ? 2 : fraction < 7.5 ? 5 : 10) * power;
}

const widened = (value: number): readonly [number, number] => {
  const room = Math.abs(value) > 1e-12 ? Math.abs(value) * 0.1 : 1;
  return [value - room, value + room];
};

function tickText(tick: number, step: number): string {
  const size = Math.max(Math.abs(tick), step);
  if (size >= 1e5 || size < 1e-3) return Number(tick.toPrecision(3)).toExponential().replace("e+", "e").replace(/^0e.*/, "0");
  return tick.toFixed(Math.max(0, -Math.floor(Math.log10(step) + 1e-9)));
}
