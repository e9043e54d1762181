// The rules of this repository that no linter brings along.
const vague = new Set(["common", "helpers", "misc", "shared", "types", "util", "utils"]);

/** A cast through `unknown` says nothing about either type: it hides a mistake as well as it hides a gap of the compiler. */
const noDoubleAssertion = {
  create: (context) => ({
    TSAsExpression(node) {
      const inner = node.expression.type === "ParenthesizedExpression" ? node.expression.expression : node.expression;
      if (inner.type === "TSAsExpression" && inner.typeAnnotation.type === "TSUnknownKeyword") {
        context.report({ node, message: "`as unknown as` hides what the types say. Check the value, or type its source." });
      }
    },
  }),
};

/** A file is named after its one subject. */
const fileName = {
  create: (context) => ({
    Program(node) {
      const stem = context.filename.split(/[\\/]/).at(-1)?.split(".")[0] ?? "";
      if (vague.has(stem)) context.report({ node, message: `"${stem}" names no subject. Name the file after what is in it.` });
    },
  }),
};

export default { meta: { name: "tidu" }, rules: { "no-double-assertion": noDoubleAssertion, "file-name": fileName } };
