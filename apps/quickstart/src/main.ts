import { help, readOptions } from "./command-line.ts";
import { quickstart } from "./quickstart.ts";

try {
  const { help: wantsHelp, ...options } = readOptions(process.argv.slice(2));
  // npm runs scripts at the top of the repository; folders are meant from where the user stands.
  process.chdir(process.env["INIT_CWD"] ?? ".");
  if (wantsHelp) console.log(help);
  else await quickstart(options, console.log);
} catch (error) {
  console.error(`quickstart: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}
