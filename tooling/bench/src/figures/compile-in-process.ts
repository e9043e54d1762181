import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

/**
 * Milliseconds that a training step takes to compile in a fresh process (children/compile.ts).
 *
 * @throws when the process ended without saying so, with its last words
 */
export function compileInProcess(...args: readonly string[]): number {
  const script = fileURLToPath(new URL("../children/compile.js", import.meta.url));
  const { stdout, stderr } = spawnSync(process.execPath, [script, ...args], { encoding: "utf8" });
  const line = stdout.split("\n").find((text) => text.startsWith("{"));
  if (line === undefined) throw new Error(stderr.trim().split("\n").at(-1) ?? "no answer");
  return (JSON.parse(line) as { readonly milliseconds: number }).milliseconds;
}
