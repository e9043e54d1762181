import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { helpText, readOptions, runApp } from "@tidu/app-kit";
import { load, text } from "tidu";
import { ask } from "./ask.ts";
import { commandLine } from "./command-line.ts";
import { makeStories } from "./story.ts";
import { train } from "./train.ts";

await runApp("stories", async (args) => {
  const { values, words, help } = readOptions(commandLine, args);
  if (help) return console.log(helpText(commandLine));
  const [story, ...questions] = words;
  if (story === undefined) {
    const stories = makeStories({ train: values.stories, validation: 500, test: 1000, seed: values.seed });
    return void (await train({ ...values, stories }, console.log));
  }
  if (questions.length === 0) throw new Error("expected a story and then questions, each in quotes. See --help.");
  const path = join(values.out, "reader");
  const tokenizer = await readFile(`${path}.json`, "utf8").catch((cause: unknown) => {
    throw new Error(`nothing was learned yet: there is no ${path}.json. Run it without words first, or say where with --out.`, { cause });
  });
  const model = await load(`${path}.safetensors`);
  const asked = questions.map((question) => ({ text: story, question }));
  const found = await ask(model, text.tokenizerFromJson(tokenizer), asked);
  found.forEach(({ answer, probability }, i) => console.log(`${questions[i]}  ${answer} (${(100 * probability).toFixed(0)} %)`));
});
