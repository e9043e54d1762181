import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { load, text } from "tidu";
import type { Backend, Model } from "tidu";
import { networkNames } from "./networks.ts";
import { lookingBack } from "./train.ts";

/** A network that was kept, with its characters. */
export interface Writer {
  readonly model: Model;
  readonly characters: text.TextTokenizer;
  /** Characters that it looks back on; undefined: all. */
  readonly context?: number;
}

/** @throws when nothing was kept there, saying what to do */
export async function loadWriter(folder: string, options: { readonly backend?: () => Promise<Backend> } = {}): Promise<Writer> {
  const path = join(folder, "writer");
  const json = await readFile(`${path}.json`, "utf8").catch((cause: unknown) => {
    throw new Error(`nothing was learned yet: there is no ${path}.json. Run it without a prompt first, or say where with --out.`, {
      cause,
    });
  });
  const { network, context, characters } = Object(JSON.parse(json));
  const name = networkNames.find((known) => known === network);
  if (name === undefined || typeof context !== "number") throw new Error(`${path}.json is not what was written. Train again.`);
  return {
    model: await load(`${path}.safetensors`, options),
    characters: text.textTokenizerFromConfig(characters),
    ...lookingBack(name, context),
  };
}
