import { checkPackage, createPackageFromTarballData } from "@arethetypeswrong/core";
import { readFileSync } from "node:fs";
import { publint } from "publint";
import { formatMessage } from "publint/utils";

/** What publint and are-the-types-wrong find in a packed package; packages are ESM only, so how CommonJS sees them does not count. */
export async function manifestFaults(manifest, tarball) {
  const bytes = readFileSync(tarball);
  const { messages, pkg } = await publint({
    strict: true,
    pack: { tarball: bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length) },
  });
  const { problems = [] } = await checkPackage(createPackageFromTarballData(new Uint8Array(bytes)));
  return [
    ...messages.map((message) => `publint: ${formatMessage(message, pkg, { color: false })}`),
    ...problems.filter((problem) => !commonJsOnly(problem)).map((problem) => `types: ${problem.kind} ${JSON.stringify(problem)}`),
    ...metadataFaults(manifest),
  ];
}

const commonJsOnly = ({ kind, resolutionKind }) =>
  kind === "CJSResolvesToESM" || resolutionKind === "node10" || resolutionKind === "node16-cjs";

/** npm's provenance needs the repository, and a scoped package is private unless it says otherwise. */
function metadataFaults({ description, license, repository, publishConfig, engines, sideEffects }) {
  const wanted = [
    ["a description", description !== undefined],
    ["license Apache-2.0", license === "Apache-2.0"],
    ["repository with url and directory", repository?.url !== undefined && repository.directory !== undefined],
    ["publishConfig with public access and provenance", publishConfig?.access === "public" && publishConfig.provenance === true],
    ["engines.node", engines?.node !== undefined],
    ["sideEffects: false", sideEffects === false],
  ];
  return wanted.filter(([, present]) => !present).map(([what]) => `package.json: lacks ${what}.`);
}
