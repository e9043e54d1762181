import type { CommandLine, OptionSpecs } from "@tidu/app-kit";

/** What the app can be told. */
export const commandLine = {
  command: "npm run stories --",
  about: [
    "Reads stories of people who walk about and carry things, and answers questions about them.",
    "",
    "Without words it makes stories, learns from them, is asked about others and keeps what it has learned; with a story and",
    'questions it answers: npm run stories -- "Mary went to the garden. Mary took the apple." "Where is the apple?"',
  ].join("\n"),
  words: "[STORY QUESTION …]",
  options: {
    stories: { kind: "whole", least: 100, default: 120_000, about: "how many it learns from" },
    epochs: { kind: "whole", least: 1, default: 8, about: "how often it reads them" },
    width: { kind: "whole", least: 8, default: 128, about: "numbers for each sentence, and units of the memory" },
    seed: { kind: "whole", least: 0, default: 1, about: "other stories and first weights" },
    out: { kind: "text", default: "out", about: "the folder of reader.safetensors, reader.json and reader.onnx" },
  },
} as const satisfies CommandLine<OptionSpecs>;
