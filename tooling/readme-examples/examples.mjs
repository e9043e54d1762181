import { existsSync, readFileSync, readdirSync } from "node:fs";
import { basename, join } from "node:path";

/**
 * The ```ts blocks of the top README and of each published package's, in order.
 * `prints` holds what the example says it prints: each comment `// → text` in it, and the lines `//   text` that follow one.
 */
export function examplesUnder(root) {
  const packages = readdirSync(join(root, "packages")).map((name) => join(root, "packages", name));
  return [root, ...packages.filter(isPublished)]
    .filter((folder) => existsSync(join(folder, "README.md")))
    .flatMap((folder) => examplesOf(folder === root ? "top" : basename(folder), folder));
}

const isPublished = (folder) =>
  existsSync(join(folder, "package.json")) && JSON.parse(readFileSync(join(folder, "package.json"), "utf8")).private !== true;

function examplesOf(name, folder) {
  const text = readFileSync(join(folder, "README.md"), "utf8");
  return [...text.matchAll(/^```ts\n(.*?)^```$/gms)].map(([, code = ""], i) => ({
    name: `${name}-${i + 1}`,
    code,
    prints: printsOf(code),
  }));
}

function printsOf(code) {
  const prints = [];
  let open = false;
  for (const line of code.split("\n")) {
    const [, first] = /\/\/ → (.*)$/.exec(line) ?? [];
    const [, more] = /^\/\/ {3}(.*)$/.exec(line) ?? [];
    if (first !== undefined) prints.push(first);
    else if (open && more !== undefined) prints.push(more);
    open = first !== undefined || (open && more !== undefined);
  }
  return prints;
}
