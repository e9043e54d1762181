import { helpText, readOptions, runApp } from "@tidu/app-kit";
import { commandLine, defaults } from "./command-line.ts";
import { loadText } from "./load-text.ts";
import { train } from "./train.ts";
import { write } from "./write.ts";
import { loadWriter } from "./load-writer.ts";

await runApp("textgen", async (args) => {
  const { values, words, help } = readOptions(commandLine, args);
  if (help) return console.log(helpText(commandLine));
  const { network, text: file, download, length, temperature, "top-k": topK, seed, out } = values;
  if (words.length > 0) {
    const { model, characters, ...looking } = await loadWriter(out);
    const prompt = words.join(" ");
    process.stdout.write(prompt);
    const onCharacter = (character: string): void => void process.stdout.write(character);
    await write(model, characters, { prompt, length, temperature, topK, seed, onCharacter, ...looking });
    return console.log();
  }
  const { steps, context, depth, width, learningRate } = defaults[network];
  const size = {
    steps: values.steps ?? steps,
    context: values.context ?? context,
    depth: values.depth ?? depth,
    width: values.width ?? width,
  };
  const text = await loadText({ file, download });
  await train({ text, network, learningRate, ...size, seed, temperature, topK, out }, console.log);
});
