import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { helpText, readOptions, runApp } from "@tidu/app-kit";
import { load } from "tidu";
import { commandLine } from "./command-line.ts";
import { sentencePairs } from "./language/pairs.ts";
import { train } from "./train.ts";
import { translate } from "./translate.ts";
import { vocabulariesFromJson } from "./vocabularies.ts";

await runApp("translate", async (args) => {
  const { values, words: sentences, help } = readOptions(commandLine, args);
  if (help) return console.log(helpText(commandLine));
  if (sentences.length === 0) {
    const pairs = sentencePairs({ train: values.sentences, validation: 300, test: 1000, seed: values.seed });
    return void (await train({ ...values, pairs }, console.log));
  }
  const path = join(values.out, "translator");
  const vocabularies = await readFile(`${path}.json`, "utf8").catch((cause: unknown) => {
    throw new Error(`nothing was learned yet: there is no ${path}.json. Run it without sentences first, or say where with --out.`, {
      cause,
    });
  });
  const model = await load(`${path}.safetensors`);
  const found = await translate(model, vocabulariesFromJson(vocabularies), sentences, { beams: values.beams });
  found.forEach((sentence) => console.log(sentence));
});
