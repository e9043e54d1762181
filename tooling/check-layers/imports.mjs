import { parseSync } from "oxc-parser";

/** Every module a TypeScript file names, with the line: imports, re-exports, `import()` and types written `import("…").T`. */
export function importsOf(file, text) {
  const { program, errors } = parseSync(file, text, { sourceType: "module" });
  if (errors.length > 0) throw new Error(`${file}: ${errors[0].message}`);
  const found = [];
  visit(program, (node) => {
    const source = node.type === "TSExternalModuleReference" ? node.expression : node.source;
    if (!importing.has(node.type) || source?.type !== "Literal") return;
    found.push({ specifier: source.value, line: text.slice(0, source.start).split("\n").length });
  });
  return found;
}

const importing = new Set([
  "ImportDeclaration",
  "ExportAllDeclaration",
  "ExportNamedDeclaration",
  "ImportExpression",
  "TSImportType",
  "TSExternalModuleReference",
]);

function visit(value, see) {
  if (Array.isArray(value)) for (const item of value) visit(item, see);
  else if (value !== null && typeof value === "object") {
    if (typeof value.type === "string") see(value);
    for (const key of Object.keys(value)) visit(value[key], see);
  }
}
