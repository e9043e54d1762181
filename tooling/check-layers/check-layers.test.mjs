import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { checkLayers } from "./check.mjs";
import { checkCycles } from "./cycles.mjs";
import { layers as realLayers } from "./layers.mjs";

const table = {
  low: { uses: [], tests: [], engines: [], node: false },
  high: { uses: ["low"], tests: ["testing"], engines: [], node: true },
  testing: { uses: ["low"], tests: [], engines: [], node: true },
};
const manifests = {
  low: { name: "@tidu/low", devDependencies: { vitest: "*" } },
  high: {
    name: "@tidu/high",
    dependencies: { "@tidu/low": "workspace:*" },
    devDependencies: { "@tidu/testing": "workspace:*", vitest: "*" },
  },
  testing: { name: "@tidu/testing", dependencies: { "@tidu/low": "workspace:*" } },
};
const roots = [];

afterEach(() => {
  for (const root of roots.splice(0)) rmSync(root, { recursive: true });
});

/** A small repository on disk: the three packages above with these files in them. */
function repository(files) {
  const root = mkdtempSync(join(tmpdir(), "check-layers-"));
  roots.push(root);
  const all = Object.entries(manifests).map(([name, manifest]) => [`packages/${name}/package.json`, JSON.stringify(manifest)]);
  for (const [path, text] of [...all, ...Object.entries(files)]) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return root;
}
const violationsOf = (files) => checkLayers(repository(files), table).violations;

test("imports that point down, and test helpers in tests, pass", () => {
  expect(
    violationsOf({
      "packages/low/src/index.ts": `export { one } from "./one.ts";`,
      "packages/low/src/one.ts": "export const one = 1;",
      "packages/high/src/index.ts": `import { one } from "@tidu/low";\nexport const two = one + one;`,
      "packages/high/src/index.test.ts": `import "@tidu/testing";\nimport { test } from "vitest";\nimport "node:fs";`,
    }),
  ).toEqual([]);
});

test.each([
  ["a value", `import { two } from "@tidu/high";\nexport const one = two;`],
  ["a type", `import type { Two } from "@tidu/high";\nexport type One = Two;`],
  ["a type in place", `export type One = import("@tidu/high").Two;`],
  ["a re-export", `export { two } from "@tidu/high";`],
  ["a lazy import", `export const load = () => import("@tidu/high");`],
])("an import that points up is caught: %s", (_, text) => {
  const [violation, ...more] = violationsOf({ "packages/low/src/index.ts": text });
  expect(violation).toBe("packages/low/src/index.ts:1: low may not import @tidu/high; it may use no other package.");
  expect(more).toEqual([]);
});

test.each([
  ["test helpers in shipped code", "high", `import "@tidu/testing";`, "high may not import @tidu/testing; it may use low."],
  ["a path into another package", "high", `import "../../low/src/one.ts";`, `"../../low/src/one.ts" leaves the package`],
  ["an engine", "high", `import "onnxruntime-node";`, "high may not import the engine onnxruntime-node"],
  ["an undeclared dependency", "high", `import "left-pad";`, "left-pad is not among the shipped dependencies of high."],
  ["a Node module where browsers count", "low", `import "node:fs";`, `low runs in browsers too and may not import "node:fs".`],
])("%s is caught", (_, name, text, message) => {
  expect(violationsOf({ [`packages/${name}/src/index.ts`]: text }).join("\n")).toContain(message);
});

test("a name of the manifest's imports is what it stands for", () => {
  const root = repository({
    "packages/low/package.json": JSON.stringify({
      name: "@tidu/low",
      imports: { "#up": { browser: "@tidu/high/web", default: "@tidu/high" } },
    }),
    "packages/low/src/index.ts": `import "#up";`,
  });
  expect(checkLayers(root, table).violations).toHaveLength(2);
});

test("a manifest that depends upward, a package without a row and a cyclic table are caught", () => {
  const root = repository({
    "packages/low/package.json": JSON.stringify({ name: "@tidu/low", devDependencies: { "@tidu/high": "workspace:*" } }),
    "packages/extra/package.json": JSON.stringify({ name: "@tidu/extra" }),
  });
  const cyclic = { ...table, low: { ...table.low, tests: ["high"] } };
  expect(checkLayers(root, table).violations).toEqual([
    "packages/extra: has no row in tooling/check-layers/layers.mjs.",
    "packages/low/package.json: low may not depend on high.",
  ]);
  expect(checkLayers(root, cyclic).violations).toContain("the table has a cycle: low → high → low.");
});

test("a cycle of type imports between files is caught, a chain is not", () => {
  const cycle = repository({
    "packages/low/src/a.ts": `import type { B } from "./b.ts";\nexport interface A { b?: B }`,
    "packages/low/src/b.ts": `import type { A } from "./a.ts";\nexport interface B { a?: A }`,
  });
  const chain = repository({
    "packages/low/src/a.ts": `import type { B } from "./b.ts";\nexport interface A { b?: B }`,
    "packages/low/src/b.ts": "export interface B { a?: number }",
  });
  expect(checkCycles(cycle, ["packages"])).toHaveLength(2);
  expect(checkCycles(chain, ["packages"])).toEqual([]);
});

test("the engines stay with the backends and the umbrella", () => {
  const names = Object.keys(realLayers).filter((name) => realLayers[name].engines.length > 0);
  expect(names).toEqual(["backend-onnxruntime", "backend-tfjs", "serve", "tidu"]);
});
