import type { Logs } from "../callbacks.ts";

/** ` - loss: 0.1234 - accuracy: 0.9612` */
export const formatLogs = (logs: Logs): string =>
  Object.entries(logs)
    .map(([key, value]) => ` - ${key}: ${formatValue(value)}`)
    .join("");

/** Four digits after the point, or an exponent for small numbers (as Keras). */
export const formatValue = (value: number): string =>
  value === 0 || Math.abs(value) > 1e-3 || !Number.isFinite(value) ? value.toFixed(4) : value.toExponential(4);

/** `0.3s`, `12s`, `3m 20s`, `1h 05m` */
export function formatDuration(milliseconds: number): string {
  const seconds = milliseconds / 1000;
  if (seconds < 10) return `${seconds.toFixed(1)}s`;
  if (seconds < 60) return `${Math.round(seconds)}s`;
  const minutes = Math.floor(Math.round(seconds) / 60);
  if (minutes < 60) return `${minutes}m ${String(Math.round(seconds) % 60).padStart(2, "0")}s`;
  return `${Math.floor(minutes / 60)}h ${String(minutes % 60).padStart(2, "0")}m`;
}

/** `1.2s/step`, `5ms/step`, `12µs/step` */
export function formatPace(milliseconds: number, unit: string): string {
  if (milliseconds >= 1000) return `${(milliseconds / 1000).toFixed(1)}s/${unit}`;
  return milliseconds >= 1 ? `${Math.round(milliseconds)}ms/${unit}` : `${Math.round(milliseconds * 1000)}µs/${unit}`;
}
