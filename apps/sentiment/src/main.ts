import { join } from "node:path";
import { helpText, readOptions, runApp } from "@tidu/app-kit";
import { commandLine } from "./command-line.ts";
import { loadReviews } from "./load-reviews.ts";
import { linesOf, predict } from "./predict.ts";
import { train } from "./train.ts";

await runApp("sentiment", async (args) => {
  const { values, words, help } = readOptions(commandLine, args);
  if (help) return console.log(helpText(commandLine));
  const { "data-dir": dataDir, download, epochs, seed, out } = values;
  if (words.length > 0) {
    const sentences = words.length === 1 && words[0] === "-" ? linesOf(process.stdin) : words;
    return predict(join(out, "sentiment.onnx"), sentences, console.log);
  }
  const reviews = await loadReviews({ dataDir, download });
  console.log(`${reviews.train.texts.length} reviews to learn from, ${reviews.test.texts.length} to test on.\n`);
  const { path } = await train({ reviews, epochs, seed, out }, console.log);
  console.log(`\nTry it: npm run sentiment -- "A wonderful film, moving and funny." or npm run tidu -- predict ${path} "…"`);
});
