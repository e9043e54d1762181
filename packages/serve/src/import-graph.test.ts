import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const packages = fileURLToPath(new URL("../../", import.meta.url));

test("serving reaches nothing that trains: the file format, texts, and onnxruntime when a model is opened", () => {
  const reached = new Set<string>();
  const seen = new Set<string>();
  const visit = (file: string): void => {
    if (seen.has(file)) return;
    seen.add(file);
    const code = readFileSync(file, "utf8").replaceAll(/^\s*(\/\*\*|\*|\/\/).*$/gm, "");
    for (const [, first, second] of code.matchAll(/^(?:import|export)(?! type)[^;]*?from "([^"]+)";|\bimport\("([^"]+)"\)/gm)) {
      const specifier = first ?? second ?? "";
      if (specifier.startsWith(".")) visit(join(file, "..", specifier));
      else {
        reached.add(specifier);
        if (specifier.startsWith("@tidu/")) visit(join(packages, specifier.slice("@tidu/".length), "src/index.ts"));
      }
    }
  };
  visit(join(packages, "serve/src/index.ts"));
  expect(seen.size).toBeGreaterThan(30); // the walk went through all packages
  expect([...reached].toSorted()).toEqual(["@tidu/onnx-format", "@tidu/text", "node:fs/promises", "onnxruntime-node"]);
});
