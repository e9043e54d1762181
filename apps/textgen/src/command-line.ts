import type { CommandLine, OptionSpecs } from "@tidu/app-kit";
import { networkNames } from "./networks.ts";
import type { NetworkName } from "./networks.ts";

/** What the app can be told. */
export const commandLine = {
  command: "npm run textgen --",
  about: [
    "Learns to write like a text, character by character: Shakespeare's plays, or a file of yours.",
    "",
    "Without a prompt it learns, shows samples as it goes and keeps what it has learned; with a prompt it goes on from there:",
    'npm run textgen -- "ROMEO:" --length 500',
  ].join("\n"),
  words: "[PROMPT]",
  options: {
    network: { kind: "choice", of: networkNames, default: "transformer", about: "what learns" },
    text: { kind: "text", about: "a file to learn from (default Shakespeare's plays in ../shared/data beside the repository)" },
    download: { kind: "flag", about: "let Shakespeare's plays be downloaded once (1.1 MB)" },
    steps: { kind: "whole", least: 1, about: "updates of the weights (default 2000, of the LSTM 1500)" },
    context: { kind: "whole", least: 2, about: "characters of a piece (default 128)" },
    depth: { kind: "whole", least: 1, about: "blocks or layers (default 4, of the LSTM 1)" },
    width: { kind: "whole", least: 4, about: "numbers for each character (default 128), units of the LSTM (default 256)" },
    length: { kind: "whole", least: 1, default: 500, about: "characters to write" },
    temperature: { kind: "number", least: 0.01, default: 0.8, about: "below 1 bolder in likely characters, above 1 more varied" },
    "top-k": { kind: "whole", least: 1, default: 20, about: "draw from so many of the likeliest characters" },
    seed: { kind: "whole", least: 0, default: 1, about: "other first weights, pieces and samples" },
    out: { kind: "text", default: "out", about: "the folder of writer.safetensors, writer.json and writer.onnx" },
  },
} as const satisfies CommandLine<OptionSpecs>;

interface NetworkDefaults {
  readonly steps: number;
  readonly context: number;
  readonly depth: number;
  readonly width: number;
  readonly learningRate: number;
}

/** What reaches 1.65 nats per character of Shakespeare in some minutes on two cores. */
export const defaults: Readonly<Record<NetworkName, NetworkDefaults>> = {
  transformer: { steps: 2000, context: 128, depth: 4, width: 128, learningRate: 0.003 },
  lstm: { steps: 1500, context: 128, depth: 1, width: 256, learningRate: 0.01 },
};
