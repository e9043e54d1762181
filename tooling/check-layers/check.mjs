import { existsSync, readFileSync, readdirSync } from "node:fs";
import { builtinModules } from "node:module";
import { join, relative, sep } from "node:path";
import { importsOf } from "./imports.mjs";
import { buildTools } from "./layers.mjs";

/** Checks the sources and manifests under `root/packages` against the table; returns one line per violation and what was looked at. */
export function checkLayers(root, layers) {
  const folders = readdirSync(join(root, "packages")).filter((name) => existsSync(join(root, "packages", name, "package.json")));
  const violations = [
    ...folders.filter((name) => !(name in layers)).map((name) => `packages/${name}: has no row in tooling/check-layers/layers.mjs.`),
    ...Object.keys(layers)
      .filter((name) => !folders.includes(name))
      .map((name) => `${name}: is in the table, but not in packages/.`),
    ...cyclesOf(layers),
  ];
  let files = 0;
  for (const name of folders.filter((folder) => folder in layers)) {
    const folder = join(root, "packages", name);
    const manifest = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
    violations.push(...checkManifest(name, manifest, layers[name]));
    for (const file of sourcesUnder(join(folder, "src"))) {
      files += 1;
      const shown = relative(root, file).split(sep).join("/");
      for (const { specifier, line } of importsOf(file, readFileSync(file, "utf8"))) {
        for (const target of targetsOf(specifier, manifest)) {
          const fault = faultOf(target, { name, file, folder, manifest, layer: layers[name] });
          if (fault !== undefined) violations.push(`${shown}:${line}: ${fault}`);
        }
      }
    }
  }
  return { violations, packages: folders.length, files };
}

/** The specifier itself, or what a `#name` of the manifest's `imports` stands for under any condition. */
function targetsOf(specifier, { imports = {} }) {
  const leaves = (value) => (value !== null && typeof value === "object" ? Object.values(value).flatMap(leaves) : [value]);
  return specifier in imports ? leaves(imports[specifier]) : [specifier];
}

/** What is wrong with importing `specifier` in this file, or undefined. */
function faultOf(specifier, { name, file, folder, manifest, layer }) {
  const isTest = isTestFile(file);
  if (specifier.startsWith(".")) {
    const inside = !relative(join(folder, "src"), join(file, "..", specifier)).startsWith("..");
    return inside ? undefined : `"${specifier}" leaves the package; import the other package by its name.`;
  }
  if (specifier.startsWith("node:") || builtinModules.includes(specifier)) {
    return isTest || layer.node ? undefined : `${name} runs in browsers too and may not import "${specifier}".`;
  }
  const target = packageName(specifier);
  const sibling = folderOf(target);
  if (sibling !== undefined) {
    const allowed = isTest ? [...layer.uses, ...layer.tests] : layer.uses;
    if (target === manifest.name) return `${name} imports itself by name; use a relative path.`;
    if (!allowed.includes(sibling))
      return `${name} may not import ${target}${isTest ? ", not even in tests" : ""}; it may use ${list(allowed)}.`;
  }
  if (isEngine(target) && !isTest && !layer.engines.includes(target))
    return `${name} may not import the engine ${target}; take a backend as an argument.`;
  const shipped = { ...manifest.dependencies, ...manifest.peerDependencies };
  const declared = isTest ? { ...shipped, ...manifest.devDependencies } : shipped;
  return target in declared ? undefined : `${target} is not among the ${isTest ? "" : "shipped "}dependencies of ${name}.`;
}

function checkManifest(name, { dependencies = {}, peerDependencies = {}, devDependencies = {} }, layer) {
  const siblings = (group) =>
    Object.keys(group)
      .map(folderOf)
      .filter((folder) => folder !== undefined);
  const shipped = siblings({ ...dependencies, ...peerDependencies }).filter((folder) => !layer.uses.includes(folder));
  const inTests = siblings(devDependencies).filter((folder) => ![...layer.uses, ...layer.tests, ...buildTools].includes(folder));
  return [...shipped, ...inTests].map((folder) => `packages/${name}/package.json: ${name} may not depend on ${folder}.`);
}

/** The table itself must have no cycle, tests included: the build follows both. */
function cyclesOf(layers) {
  const state = new Map();
  const cycles = [];
  const walk = (name, path) => {
    if (state.get(name) === "done") return;
    if (state.get(name) === "open") {
      cycles.push(`the table has a cycle: ${[...path.slice(path.indexOf(name)), name].join(" → ")}.`);
      return;
    }
    state.set(name, "open");
    for (const next of [...(layers[name]?.uses ?? []), ...(layers[name]?.tests ?? [])]) walk(next, [...path, name]);
    state.set(name, "done");
  };
  for (const name of Object.keys(layers)) walk(name, []);
  return cycles;
}

function sourcesUnder(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.[cm]?tsx?$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name));
}

const isTestFile = (file) => /\.test(-d)?\.[cm]?ts$/.test(file);
const packageName = (specifier) =>
  specifier
    .split("/")
    .slice(0, specifier.startsWith("@") ? 2 : 1)
    .join("/");
const folderOf = (name) => (name === "tidu" ? "tidu" : name.startsWith("@tidu/") ? name.slice("@tidu/".length) : undefined);
const isEngine = (name) => name.startsWith("onnxruntime-") || name.startsWith("@tensorflow/");
const list = (names) => (names.length === 0 ? "no other package" : names.join(", "));
