/**
 * Runs an app on the arguments of the process: what goes wrong is one line on stderr and exit code 1.
 *
 * npm runs scripts at the top of the repository; paths are meant from where the user stands, so the app begins there.
 */
export async function runApp(name: string, app: (args: readonly string[]) => Promise<void>): Promise<void> {
  try {
    process.chdir(process.env["INIT_CWD"] ?? ".");
    await app(process.argv.slice(2));
  } catch (error) {
    console.error(`${name}: ${error instanceof Error ? error.message : String(error)}`);
    process.exitCode = 1;
  }
}
