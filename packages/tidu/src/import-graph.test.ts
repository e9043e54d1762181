import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const packages = fileURLToPath(new URL("../../", import.meta.url));

/** The packages outside this repository that a module loads before anything is called: `import()` and types do not count. */
function loadedAtOnce(entry: string): ReadonlySet<string> {
  const outside = new Set<string>();
  const seen = new Set<string>();
  const visit = (file: string): void => {
    if (seen.has(file)) return;
    seen.add(file);
    const code = readFileSync(file, "utf8").replaceAll(/^\s*(\/\*\*|\*|\/\/).*$/gm, "");
    for (const [, specifier = ""] of code.matchAll(/^(?:import|export)(?! type)[^;]*?from "([^"]+)";/gm)) {
      if (specifier.startsWith(".")) visit(join(file, "..", specifier));
      else if (specifier.startsWith("@tidu/")) visit(join(packages, specifier.slice("@tidu/".length), "src/index.ts"));
      else outside.add(specifier);
    }
  };
  visit(entry);
  expect(seen.size).toBeGreaterThan(100); // the walk went through all packages
  return outside;
}

test("importing tidu loads no engine and no CSV parser, only Node's own modules", () => {
  const outside = [...loadedAtOnce(join(packages, "tidu/src/index.ts"))];
  expect(outside.filter((specifier) => !specifier.startsWith("node:"))).toEqual([]);
});
