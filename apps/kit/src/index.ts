export { helpText, readOptions } from "./command-line.ts";
export type { CommandLine, OptionSpec, OptionSpecs, OptionValues } from "./command-line.ts";
export { draws } from "./draws.ts";
export type { Draws } from "./draws.ts";
export { runApp } from "./run-app.ts";
export { sharedFile } from "./shared-file.ts";
