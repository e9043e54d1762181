import { parseArgs } from "node:util";
import { backendNames, core } from "tidu";
import type { BackendName } from "tidu";

export interface QuickstartOptions {
  readonly epochs: number;
  readonly seed: number;
  /** Default: the best one installed. */
  readonly backend: BackendName | undefined;
  /** The folder of the files, made when it is not there. */
  readonly out: string;
  readonly help: boolean;
}

export const help = `npm start -- [--epochs N] [--seed N] [--backend NAME] [--out FOLDER]

  Trains a network on Fisher's irises, shows how it does, and writes it as a verified ONNX file.

  --epochs N       how often it sees the flowers (default 60)
  --seed N         another split and other first weights (default 1)
  --backend NAME   ${backendNames.join(", ")} (default: the best one installed)
  --out FOLDER     where iris.onnx and iris-curves.html go (default ./out)
`;

const options = {
  epochs: { type: "string" },
  seed: { type: "string" },
  backend: { type: "string" },
  out: { type: "string" },
  help: { type: "boolean", short: "h" },
} as const;

/** @throws on an unknown option or engine (with the nearest one), and on a value that does not fit */
export function readOptions(args: readonly string[]): QuickstartOptions {
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
    if (name !== "help" && value === true) throw new Error(`option --${name}: expected a value after it.`);
  }
  const [stray] = positionals;
  if (stray !== undefined) throw new Error(`expected options only, received "${stray}". See --help.`);
  const { epochs = "60", seed = "1", backend, out = "out", help = false } = values;
  return {
    epochs: wholeNumber("epochs", epochs, 1),
    seed: wholeNumber("seed", seed, 0),
    backend: backend === undefined ? undefined : knownBackend(String(backend)),
    out: String(out),
    help: help === true,
  };
}

function wholeNumber(name: string, value: unknown, least: number): number {
  const number = Number(value);
  if (!Number.isSafeInteger(number) || number < least)
    throw new Error(`option --${name}: expected a whole number from ${least}, received "${String(value)}".`);
  return number;
}

function knownBackend(name: string): BackendName {
  const found = backendNames.find((candidate) => candidate === name);
  if (found === undefined) throw new Error(core.unknownName("backend", name, backendNames));
  return found;
}
