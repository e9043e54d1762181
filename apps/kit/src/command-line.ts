import { parseArgs } from "node:util";
import { core } from "tidu";

interface Described {
  /** What it does, for the help. */
  readonly about: string;
}

interface NumberSpec extends Described {
  readonly least: number;
  readonly default?: number;
}

/** One option of a command line; without a default it is undefined when it is not given. */
export type OptionSpec =
  | (NumberSpec & { readonly kind: "whole" | "number" })
  | (Described & { readonly kind: "text"; readonly default?: string })
  | (Described & { readonly kind: "choice"; readonly of: readonly string[]; readonly default?: string })
  | (Described & { readonly kind: "flag" });

export type OptionSpecs = Readonly<Record<string, OptionSpec>>;

/** What an app can be told. */
export interface CommandLine<Specs extends OptionSpecs> {
  /** How it is called: `npm run textgen --`. */
  readonly command: string;
  /** What it does: lines of the help. */
  readonly about: string;
  /** By name, in the order of the help: `"out-dir"` is given as `--out-dir FOLDER`. */
  readonly options: Specs;
  /** What words without dashes mean, as the help shows them: `[SENTENCE …]`. Default: there are none. */
  readonly words?: string;
}

type Missing<S> = S extends { readonly default: unknown } ? never : undefined;
type ValueOf<S> = S extends { readonly kind: "flag" }
  ? boolean
  : S extends { readonly kind: "choice"; readonly of: readonly (infer Name)[] }
    ? Name | Missing<S>
    : S extends { readonly kind: "text" }
      ? string | Missing<S>
      : number | Missing<S>;

/** The values of options by name. */
export type OptionValues<Specs extends OptionSpecs> = { readonly [Name in keyof Specs]: ValueOf<Specs[Name]> };

export interface Read<Specs extends OptionSpecs> {
  readonly values: OptionValues<Specs>;
  readonly words: readonly string[];
  /** `--help` was among them: print {@link helpText} and end. */
  readonly help: boolean;
}

/** @throws on an unknown option or choice (with the nearest one), a value that does not fit, and words that nobody expects */
export function readOptions<const Specs extends OptionSpecs>(
  { options, words: wanted }: CommandLine<Specs>,
  args: readonly string[],
): Read<Specs> {
  const known = Object.keys(options);
  const parsed = parseArgs({
    args: [...args],
    options: {
      ...Object.fromEntries(known.map((name) => [name, { type: options[name]?.kind === "flag" ? "boolean" : "string" } as const])),
      help: { type: "boolean", short: "h" },
    },
    strict: false,
    allowPositionals: true,
  });
  for (const name of Object.keys(parsed.values)) {
    if (name !== "help" && !known.includes(name))
      throw new Error(
        core.unknownName(
          "option",
          `--${name}`,
          [...known, "help"].map((option) => `--${option}`),
        ),
      );
  }
  const [stray] = parsed.positionals;
  if (stray !== undefined && wanted === undefined) throw new Error(`expected options only, received "${stray}". See --help.`);
  const values = Object.fromEntries(Object.entries(options).map(([name, spec]) => [name, valueOf(name, spec, parsed.values[name])]));
  // The one cast from names that were read to the names that were declared.
  return { values: values as OptionValues<Specs>, words: parsed.positionals, help: parsed.values["help"] === true };
}

/** The help: how it is called, what it does, and its options with their defaults. */
export function helpText<Specs extends OptionSpecs>({ command, about, options, words }: CommandLine<Specs>): string {
  const entries = Object.entries(options).map(([name, spec]) => ({ call: callOf(name, spec), about: aboutOf(spec) }));
  const width = Math.max(0, ...entries.map(({ call }) => call.length));
  return [
    [command, ...(words === undefined ? [] : [words]), ...(entries.length === 0 ? [] : ["[options]"])].join(" "),
    "",
    ...about.split("\n").map((line) => `  ${line}`.trimEnd()),
    "",
    ...entries.map(({ call, about: text }) => `  ${call.padEnd(width)}  ${text}`),
    "",
  ].join("\n");
}

function callOf(name: string, spec: OptionSpec): string {
  if (spec.kind === "flag") return `--${name}`;
  return `--${name} ${spec.kind === "whole" ? "N" : spec.kind === "number" ? "X" : spec.kind === "choice" ? "NAME" : "TEXT"}`;
}

function aboutOf(spec: OptionSpec): string {
  const choices = spec.kind === "choice" ? `: ${spec.of.join(", ")}` : "";
  const preset = "default" in spec && spec.default !== undefined ? ` (default ${spec.default})` : "";
  return `${spec.about}${choices}${preset}`;
}

function valueOf(name: string, spec: OptionSpec, value: unknown): unknown {
  if (spec.kind === "flag") return value === true;
  if (value === undefined) return spec.default;
  if (typeof value !== "string") throw new Error(`option --${name}: expected a value after it.`);
  if (spec.kind === "text") return value;
  if (spec.kind !== "choice") return numberOf(name, spec, value);
  if (!spec.of.includes(value)) throw new Error(core.unknownName(name, value, spec.of));
  return value;
}

function numberOf(name: string, { kind, least }: NumberSpec & { readonly kind: "whole" | "number" }, text: string): number {
  const number = text.trim() === "" ? NaN : Number(text);
  const fits = (kind === "whole" ? Number.isSafeInteger(number) : Number.isFinite(number)) && number >= least;
  if (!fits)
    throw new Error(`option --${name}: expected a ${kind === "whole" ? "whole number" : "number"} from ${least}, received "${text}".`);
  return number;
}
