import type { Point } from "./glyphs.ts";

/** A grey picture, 0 to 1, row after row. */
export interface Canvas {
  readonly side: number;
  readonly pixels: Float32Array;
}

/**
 * Draws straight pieces with a round pen that is `width` pixels wide at their beginning and `endWidth` at their end. A pixel gets the
 * share of ink that its distance to the line leaves it: all within the pen, none a pixel further out.
 *
 * @param points in pixels; the middle of the first pixel is at 0.5
 */
export function drawLine({ side, pixels }: Canvas, points: readonly Point[], width: number, endWidth: number): void {
  const pieces = Math.max(points.length - 1, 1);
  for (let i = 0; i < pieces; i++) {
    const [x0, y0] = points[i] ?? [0, 0];
    const [x1, y1] = points[i + 1] ?? [x0, y0];
    const reach = (width + ((endWidth - width) * (i + 0.5)) / pieces) / 2 + 0.5;
    const [dx, dy] = [x1 - x0, y1 - y0];
    const square = dx * dx + dy * dy || 1;
    const [left, right] = [Math.max(0, Math.floor(Math.min(x0, x1) - reach)), Math.min(side - 1, Math.ceil(Math.max(x0, x1) + reach))];
    const [top, bottom] = [Math.max(0, Math.floor(Math.min(y0, y1) - reach)), Math.min(side - 1, Math.ceil(Math.max(y0, y1) + reach))];
    for (let row = top; row <= bottom; row++) {
      for (let column = left; column <= right; column++) {
        const [px, py] = [column + 0.5 - x0, row + 0.5 - y0];
        const along = Math.min(1, Math.max(0, (px * dx + py * dy) / square));
        const [ox, oy] = [px - along * dx, py - along * dy];
        const ink = Math.min(1, reach - Math.sqrt(ox * ox + oy * oy));
        const at = row * side + column;
        if (ink > (pixels[at] ?? 0)) pixels[at] = ink;
      }
    }
  }
}
