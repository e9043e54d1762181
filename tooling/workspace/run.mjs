import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("../..", import.meta.url));

const { packageManager } = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8"));
const environment = { ...process.env, DO_NOT_TRACK: "1", TURBO_TELEMETRY_DISABLED: "1", TURBO_NO_UPDATE_NOTIFIER: "1" };

/** Runs a program at the top of the repository with this terminal; returns its exit code. `quiet` shows its output only if it fails. */
export function run(program, args, { quiet = false, shell = false } = {}) {
  const stdio = quiet ? ["inherit", "pipe", "pipe"] : "inherit";
  const { status, error, signal, stdout, stderr } = spawnSync(program, args, {
    cwd: root,
    stdio,
    env: environment,
    shell,
    encoding: "utf8",
    maxBuffer: 2 ** 28,
  });
  if (quiet && status !== 0) process.stderr.write(`${stdout ?? ""}${stderr ?? ""}`);
  if (error !== undefined) console.error(`${program}: ${error.message}`);
  if (signal !== null) console.error(`${program} was ended by ${signal}.`);
  return status ?? 1;
}

export function runNode(script, args, options) {
  return run(process.execPath, [script, ...args], options);
}

/** Runs the pnpm that package.json pins. */
export function runPnpm(args, options) {
  const [program, ...leading] = pnpmCommand();
  const shell = process.platform === "win32" && program === "npx"; // npx is a script there
  return run(program, [...leading, ...args], { shell, ...options });
}

/** How to call the pinned pnpm: the one that started us, or one that npm fetches. */
export function pnpmCommand() {
  const { npm_config_user_agent: agent = "", npm_execpath: pnpm = "" } = process.env;
  if (agent.startsWith(`${packageManager.replace("@", "/")} `) && pnpm !== "") return [process.execPath, pnpm];
  return ["npx", "--yes", packageManager];
}
