import { unknownName } from "@tidu/core-tensor";

/** Keras's names for one, three and four channels. */
export type ColorMode = "grayscale" | "rgb" | "rgba";

const channels = { grayscale: 1, rgb: 3, rgba: 4 } as const;

/** The number of channels; an unknown mode is an error with the nearest one. */
export function channelsOf(where: string, mode: ColorMode): 1 | 3 | 4 {
  if (!Object.hasOwn(channels, mode)) throw new Error(`${where}: ${unknownName("colorMode", mode, Object.keys(channels))}`);
  return channels[mode];
}
