import { parseArgs } from "node:util";
import { backendNames, core } from "tidu";
import type { BackendName } from "tidu";

export interface Wanted {
  /** Ids of programs, all when empty. */
  readonly ids: readonly string[];
  /** Default: those of each program. */
  readonly backends: readonly BackendName[] | undefined;
  /** Where the rows go. */
  readonly json: string | undefined;
  readonly help: boolean;
}

export const help = `pnpm programs [P1 P4 …] [--backend NAME] [--json FILE]

  The first programs every learner writes, figure beside target. Without --backend they run on onnxruntime-node, and
  those that take seconds on tfjs-wasm too.

  --backend NAME   on this engine: ${backendNames.join(", ")}; may be repeated
  --json FILE      write rows { id, backend, figure, target, reached, seconds, fitSeconds }
`;

const options = { backend: { type: "string", multiple: true }, json: { type: "string" }, help: { type: "boolean" } } as const;

/** @throws on an unknown option, program or engine, with the nearest one */
export function readArguments(args: readonly string[], known: readonly string[]): Wanted {
  const { values, positionals } = parseArgs({ args: [...args], options, strict: false, allowPositionals: true });
  for (const [name, value] of Object.entries(values)) {
    if (!(name in options))
      throw new Error(
        core.unknownName(
          "option",
          `--${name}`,
          Object.keys(options).map((option) => `--${option}`),
        ),
      );
    if (name !== "help" && [value].flat().includes(true)) throw new Error(`option --${name}: expected a value after it.`);
  }
  const ids = positionals.map((id) => pick("program", id.toUpperCase(), known));
  const backends = [values.backend ?? []].flat().map((name) => pick("backend", String(name), backendNames));
  return {
    ids,
    backends: backends.length > 0 ? backends : undefined,
    json: typeof values.json === "string" ? values.json : undefined,
    help: values.help === true,
  };
}

function pick<Name extends string>(kind: string, name: string, known: readonly Name[]): Name {
  const found = known.find((candidate) => candidate === name);
  if (found === undefined) throw new Error(core.unknownName(kind, name, known));
  return found;
}
