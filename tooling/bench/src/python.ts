import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** A Python with some modules, or what to do to get one. */
export type Python = { readonly program: string } | { readonly missing: string };

const parity = fileURLToPath(new URL("../../parity/.venv/bin/python", import.meta.url));

/** Looks for a Python that has all these modules: the one an environment variable names, else the usual ones. */
export function findPython(variable: string, modules: readonly string[], install: string): Python {
  const named = process.env[variable];
  const candidates = named === undefined ? ["python3", "python", ...(existsSync(parity) ? [parity] : [])] : [named];
  const program = candidates.find((candidate) => has(candidate, modules));
  if (program !== undefined) return { program };
  const where = named === undefined ? "no Python here has it" : `${named} does not have it`;
  return { missing: `not installed (${where}; ${install}, then ${variable}=path of that Python)` };
}

function has(program: string, modules: readonly string[]): boolean {
  const code = `import importlib.util as u, sys; sys.exit(any(u.find_spec(m) is None for m in ${JSON.stringify(modules)}))`;
  return spawnSync(program, ["-c", code], { stdio: "ignore" }).status === 0;
}
