import { unknownName } from "@tidu/core-tensor";
import type { Backend } from "@tidu/core-tensor";
import type { Engine } from "./engines.ts";

export interface EngineChoiceOptions<Name extends string> {
  /** Best first; those on a GPU are used when they are asked for by name only. The last of the others always works. */
  readonly engines: readonly Engine<Name>[];
  /** The value of TIDU_BACKEND, read when an engine is first needed. */
  readonly wanted: () => string | undefined;
  /** Where the one line goes that says which engine runs, and why. */
  readonly say: (line: string) => void;
}

/** The engine of everything that was not given one: opened when it is first needed, and then kept. */
export class EngineChoice<Name extends string> {
  readonly #options: EngineChoiceOptions<Name>;
  readonly #open = new Map<Name, Promise<Backend>>();
  #default: Promise<Backend> | undefined;
  #set: Name | Backend | undefined;

  constructor(options: EngineChoiceOptions<Name>) {
    this.#options = options;
  }

  /** The default: what {@link EngineChoice.set} was given, else what TIDU_BACKEND says, else the best that is installed. */
  async current(): Promise<Backend> {
    this.#default ??= this.#choose().catch((error: unknown) => {
      this.#default = undefined;
      throw error;
    });
    return this.#default;
  }

  /** From now on, this is the default. */
  set(backend: Name | Backend): void {
    this.#set = typeof backend === "string" ? this.#engine(backend).name : backend;
    this.#default = undefined;
  }

  /** The engine of this name, opened once. */
  async named(name: string): Promise<Backend> {
    const engine = this.#engine(name);
    const open =
      this.#open.get(engine.name) ??
      engine.load().catch((error: unknown) => {
        this.#open.delete(engine.name);
        throw error;
      });
    this.#open.set(engine.name, open);
    return open;
  }

  async #choose(): Promise<Backend> {
    if (this.#set !== undefined) return typeof this.#set === "string" ? this.named(this.#set) : this.#set;
    const { wanted, say } = this.#options;
    const name = wanted()?.trim();
    if (name !== undefined && name !== "") {
      const engine = this.#engine(name, "TIDU_BACKEND");
      const backend = await this.named(engine.name);
      say(`tidu: using ${described(engine)}, as TIDU_BACKEND says.`);
      return backend;
    }
    return this.#best();
  }

  async #best(): Promise<Backend> {
    const { engines, say } = this.#options;
    const reasons: string[] = [];
    for (const engine of engines.filter(({ device }) => device !== "gpu")) {
      try {
        const backend = await this.named(engine.name);
        say(
          reasons.length === 0
            ? `tidu: using ${described(engine)}, the fastest engine.`
            : `tidu: using ${described(engine)}. ${worthSaying(reasons).join(" ")}`,
        );
        return backend;
      } catch (error) {
        reasons.push(oneLine(error));
      }
    }
    throw new Error(`tidu: no engine works here. ${reasons.join(" ")}`);
  }

  #engine(name: string, kind = "backend"): Engine<Name> {
    const engine = this.#options.engines.find((engine) => plain(engine.name) === plain(name));
    if (engine !== undefined) return engine;
    throw new Error(
      unknownName(
        kind,
        name,
        this.#options.engines.map(({ name }) => name),
      ),
    );
  }
}

/** "tfjs wasm", "TFJS_WASM" and "tfjs-wasm" are one name. */
const plain = (name: string): string => name.toLowerCase().replaceAll(/[\s_-]/g, "");

const described = ({ name, about }: Engine<string>): string => `${name} (${about})`;

/** Why the best engine was passed over, and whatever is installed but broken; not every package that could be installed besides. */
const worthSaying = ([first = "", ...others]: readonly string[]): readonly string[] => [
  first,
  ...others.filter((reason) => !reason.includes("is not installed")),
];

const oneLine = (error: unknown): string => {
  const message = (error instanceof Error ? error.message : String(error)).replaceAll(/\s+/g, " ").trim();
  return /[.!?]$/.test(message) || /: npm install|INSTALL=/.test(message) ? message : `${message}.`;
};
