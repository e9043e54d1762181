import { runPrograms } from "./run-programs.ts";

try {
  process.exitCode = await runPrograms(process.argv.slice(2), console.log);
} catch (error) {
  console.error(`programs: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}
