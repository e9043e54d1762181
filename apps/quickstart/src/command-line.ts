import { parseArgs } from "node:util";
import { backendNames, core } from "tidu";
import type { BackendName } from "tidu";
import { sources } from "./load-digits.ts";
import type { Source } from "./load-digits.ts";

export interface QuickstartOptions {
  readonly data: Source;
  /** A folder with MNIST's files. */
  readonly dataDir: string | undefined;
  /** Default: all, or what the engine can do in about a minute. */
  readonly images: number | undefined;
  /** Default: what the data need. */
  readonly epochs: number | undefined;
  readonly seed: number;
  /** Default: the best one installed. */
  readonly backend: BackendName | undefined;
  /** The folder of the files, made when it is not there. */
  readonly out: string;
  readonly help: boolean;
}

export const help = `npm start -- [--data digits|mnist] [--data-dir FOLDER] [--images N] [--epochs N] [--seed N] [--backend NAME] [--out FOLDER]

  Trains a convolutional network on handwritten digits, shows how it does, and writes it as a verified ONNX file.

  --data NAME        digits: drawn in a second, without a network (default); mnist: downloaded once (11.6 MB) and kept
  --data-dir FOLDER  where MNIST's files are already, gzipped or not; nothing is downloaded then
  --images N         how many digits it learns from (default 6000, or MNIST's 60000; fewer on slow engines)
  --epochs N         how often it sees them (default 5, of MNIST 3)
  --seed N           other digits and other first weights (default 1)
  --backend NAME     ${backendNames.join(", ")} (default: the best one installed)
  --out FOLDER       where digits.onnx and digits.html go (default ./out)
`;

const options = {
  data: { type: "string" },
  "data-dir": { type: "string" },
  images: { type: "string" },
  epochs: { type: "string" },
  seed: { type: "string" },
  backend: { type: "string" },
  out: { type: "string" },
  help: { type: "boolean", short: "h" },
} as const;

/** @throws on an unknown option, engine or data set (with the nearest one), and on a value that does not fit */
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
  const { "data-dir": dataDir, data = dataDir === undefined ? "digits" : "mnist", images, epochs, backend } = values;
  const { seed = "1", out = "out", help = false } = values;
  const source = known("data", String(data), sources);
  if (source === "digits" && dataDir !== undefined)
    throw new Error("option --data-dir: drawn digits are read from nowhere. Leave it out, or say --data mnist.");
  return {
    data: source,
    dataDir: dataDir === undefined ? undefined : String(dataDir),
    images: images === undefined ? undefined : wholeNumber("images", images, 10),
    epochs: epochs === undefined ? undefined : wholeNumber("epochs", epochs, 1),
    seed: wholeNumber("seed", seed, 0),
    backend: backend === undefined ? undefined : known("backend", String(backend), backendNames),
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

function known<Name extends string>(kind: string, name: string, names: readonly Name[]): Name {
  const found = names.find((candidate) => candidate === name);
  if (found === undefined) throw new Error(core.unknownName(kind, name, names));
  return found;
}
