import { unknownName } from "@tidu/core-tensor";
import { doctor } from "./doctor.ts";
import { inspect } from "./inspect.ts";
import { predict } from "./predict.ts";

const help = `tidu: deep learning in TypeScript

  tidu doctor               which engines are installed, and whether they work here
  tidu inspect FILE.onnx    what an ONNX file holds: inputs, outputs, weights, nodes
  tidu predict FILE.onnx    what a text model says of each TEXT that follows, or of each line of
                            the standard input: its class, how it goes on, its translation …
                            A model of several texts takes them in turn, or with tabs between them.
      --json                a line of JSON for each
      --length N            of what is generated, at most (100)
      --temperature X, --top-k K, --seed N
                            draw what is generated: below 1 bolder, of the K likeliest, repeatably
`;

/** A command: prints with `say`, says what is wrong with `complain`, returns the exit code. */
type Command = (args: readonly string[], say: (text: string) => void, complain: (text: string) => void) => Promise<number>;

const commands: Readonly<Record<string, Command>> = {
  doctor: (args, say) => doctor(args, say),
  inspect: (args, say) => inspect(args, say),
  predict: (args, say, complain) => predict(args, say, complain),
};

/** Runs the command line `tidu <args>` and returns its exit code. */
export async function main(
  args: readonly string[],
  say: (text: string) => void = console.log,
  complain: (text: string) => void = console.error,
): Promise<number> {
  const [name = "--help", ...rest] = args;
  if (name === "--help" || name === "-h" || name === "help") {
    say(help);
    return 0;
  }
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (command === undefined) {
    complain(`tidu: ${unknownName("command", name, Object.keys(commands))}`);
    return 2;
  }
  try {
    return await command(rest, say, complain);
  } catch (error) {
    complain(`tidu ${name}: ${error instanceof Error ? error.message : String(error)}`);
    return 1;
  }
}
