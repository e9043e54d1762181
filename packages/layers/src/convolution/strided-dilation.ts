/**
 * As Keras: windows either skip positions or spread their taps.
 *
 * @throws when both strides and dilations are above 1
 */
export function refuseStridedDilation(where: string, strides: readonly number[], dilationRate: readonly number[]): void {
  if (strides.some((stride) => stride > 1) && dilationRate.some((rate) => rate > 1)) {
    throw new RangeError(
      `${where}: strides [${strides.join(", ")}] and dilationRate [${dilationRate.join(", ")}] cannot both be above 1. Set one of them to 1.`,
    );
  }
}
