import type { CommandLine, OptionSpecs } from "@tidu/app-kit";

/** What the app can be told. */
export const commandLine = {
  command: "npm run sentiment --",
  about: [
    "Is a movie review for or against the movie?",
    "",
    "Without sentences it trains on reviews, tests itself and writes sentiment.onnx; with sentences it says what that file makes of",
    "them. Lines of a pipe are sentences too: cat reviews.txt | npm run sentiment -- -",
  ].join("\n"),
  words: "[SENTENCE … | -]",
  options: {
    "data-dir": { kind: "text", about: "a folder with the reviews (default ../shared/data beside the repository)" },
    download: { kind: "flag", about: "let the original archive be downloaded once (84 MB) where there is no folder" },
    epochs: { kind: "whole", least: 1, default: 7, about: "how often it sees the reviews" },
    seed: { kind: "whole", least: 0, default: 1, about: "other first weights" },
    out: { kind: "text", default: "out", about: "the folder of sentiment.onnx" },
  },
} as const satisfies CommandLine<OptionSpecs>;
