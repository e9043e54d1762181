/** How {@link rotaryFrequencies} scales for sequences longer than those of training. */
export type RopeType = "linear" | "dynamic" | "yarn";

export interface RotaryOptions {
  /** The longest wavelength, divided by 2π. Default: 10 000. */
  readonly maxWavelength?: number | undefined;
  /** How many times longer than in training sequences may get. Default: 1. */
  readonly scalingFactor?: number | undefined;
  /** How the scaling works: all positions divided (`"linear"`), a longer base (`"dynamic"`), or by frequency (`"yarn"`). Default: `"linear"`. */
  readonly ropeType?: RopeType | undefined;
  /** Of YaRN: rotations over the length of training above which a frequency stays. Default: 32. */
  readonly betaFast?: number | undefined;
  /** Of YaRN: rotations below which a frequency is scaled fully. Default: 1. */
  readonly betaSlow?: number | undefined;
  /** Of YaRN: the length of training. Default: 4096. */
  readonly originalMaxPositionEmbeddings?: number | undefined;
  /** Of YaRN: whether the range between is rounded to whole features. Default: true. */
  readonly truncate?: boolean | undefined;
  /** What the frequencies are computed for, when fewer features are rotated. Default: the number of features. */
  readonly denominatorDim?: number | undefined;
}

/** Angle per position of each pair of features (Su et al. 2021), with the scalings of KerasHub's `RotaryEmbedding`. */
export function rotaryFrequencies(features: number, options: RotaryOptions): readonly number[] {
  const { maxWavelength = 10_000, scalingFactor = 1, ropeType = "linear", denominatorDim = features } = options;
  const pairs = Array.from({ length: features / 2 }, (_, i) => 2 * i);
  if (ropeType === "yarn") return yarnFrequencies(features, options);
  const scale = ropeType === "linear" ? scalingFactor : scalingFactor ** (features / Math.max(1, features - 2));
  return pairs.map((i) => maxWavelength ** (-i / denominatorDim) / scale);
}

/** The factor on sines and cosines. */
export const rotaryTemperature = ({ ropeType, scalingFactor = 1 }: RotaryOptions): number =>
  ropeType === "yarn" ? 0.1 * Math.log(scalingFactor) + 1 : 1;

/** YaRN (Peng et al. 2023): high frequencies stay, low ones are divided, those between are mixed. */
function yarnFrequencies(features: number, options: RotaryOptions): readonly number[] {
  const { maxWavelength = 10_000, scalingFactor = 1, betaFast = 32, betaSlow = 1 } = options;
  const { originalMaxPositionEmbeddings = 4096, truncate = true } = options;
  const featureOf = (rotations: number): number =>
    (features * Math.log(originalMaxPositionEmbeddings / (rotations * 2 * Math.PI))) / (2 * Math.log(maxWavelength));
  const [fast, slow] = [featureOf(betaFast), featureOf(betaSlow)];
  const low = Math.max(truncate ? Math.floor(fast) : fast, 0);
  const high = Math.min(truncate ? Math.ceil(slow) : slow, features - 1);
  return Array.from({ length: features / 2 }, (_, i) => {
    const plain = maxWavelength ** ((-2 * i) / features);
    const scaled = Math.min(1, Math.max(0, (i - low) / Math.max(high - low, 0.001)));
    return (plain / scalingFactor) * scaled + plain * (1 - scaled);
  });
}
