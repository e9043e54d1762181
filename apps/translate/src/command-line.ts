import type { CommandLine, OptionSpecs } from "@tidu/app-kit";

/** What the app can be told. */
export const commandLine = {
  command: "npm run translate --",
  about: [
    "From English to Veldari, an invented language whose grammar the README explains.",
    "",
    "Without sentences it makes sentences, learns from them, translates others that it has never seen and keeps what it has learned;",
    'with sentences it translates them: npm run translate -- "the old dog does not see these three apples"',
  ].join("\n"),
  words: "[SENTENCE …]",
  options: {
    sentences: { kind: "whole", least: 100, default: 12_000, about: "how many it learns from" },
    epochs: { kind: "whole", least: 1, default: 8, about: "how often it sees them" },
    width: { kind: "whole", least: 8, default: 128, about: "numbers for each word" },
    beams: { kind: "whole", least: 1, default: 4, about: "translations of a sentence that are pursued at a time" },
    seed: { kind: "whole", least: 0, default: 1, about: "other sentences and first weights" },
    out: { kind: "text", default: "out", about: "the folder of translator.safetensors, translator.json and translator.onnx" },
  },
} as const satisfies CommandLine<OptionSpecs>;
