// The commands of the repository: `npm start`, `npm test`, `pnpm bench` … all come here.
// Each installs what is missing first, so a machine needs nothing but Node and npm.
import { installIfStale } from "./install.mjs";
import { run, runNode, runPnpm } from "./run.mjs";

const commands = {
  start: (args) => build("@tidu/quickstart") || runNode("apps/quickstart/dist/main.js", args),
  programs: (args) => build("@tidu/first-programs") || runNode("apps/first-programs/dist/main.js", args),
  sentiment: (args) => build("@tidu/sentiment") || runNode("apps/sentiment/dist/main.js", args),
  textgen: (args) => build("@tidu/textgen") || runNode("apps/textgen/dist/main.js", args),
  translate: (args) => build("@tidu/translate") || runNode("apps/translate/dist/main.js", args),
  stories: (args) => build("@tidu/stories") || runNode("apps/stories/dist/main.js", args),
  tidu: (args) => build("tidu") || runNode("packages/tidu/bin/tidu.mjs", args),
  test: (args) => build() || runNode("tooling/vitest/vitest.mjs", ["run", ...args]),
  "test:gpu": (args) => runNode("tooling/gpu/main.mjs", args),
  build: (args) => turbo("build", args),
  typecheck: (args) => turbo("typecheck", args),
  lint: (args) => turbo("lint:repository", args),
  format: (args) => runPnpm(["exec", "oxfmt", ...args]),
  check: () => runNode("tooling/check-layers/main.mjs", []) || build() || runNode("tooling/check-packages/main.mjs", []),
  bench: (args) => build("@tidu/bench") || runNode("tooling/bench/dist/main.js", args),
  parity: (args) => build() || run("tooling/parity/run", args),
  changeset: (args) => runPnpm(["exec", "changeset", ...args]),
  release: (args) => commands.test([]) || commands.check() || runPnpm(["exec", "changeset", "publish", ...args]),
};

const [name = "", ...args] = process.argv.slice(2);
const command = commands[name];
if (command === undefined) {
  console.error(`Unknown command "${name}". Known: ${Object.keys(commands).join(", ")}.`);
  process.exit(1);
}
process.exit(installIfStale() || command(args));

/** Builds one package and what it stands on, or everything; says nothing unless it fails. */
function build(target) {
  return turbo("build", target === undefined ? [] : [`--filter=${target}`], { quiet: true });
}

function turbo(task, args, options) {
  return runPnpm(["exec", "turbo", "run", task, "--output-logs=errors-only", ...args], options);
}
