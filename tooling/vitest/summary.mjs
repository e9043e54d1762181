// Prints "N passed, N failed, N skipped" for a report of vitest's JSON reporter; a test file that broke before its tests counts as one failure.
import { readFileSync } from "node:fs";

const {
  numPassedTests,
  numFailedTests,
  numPendingTests,
  numTodoTests = 0,
  testResults,
} = JSON.parse(readFileSync(process.argv[2] ?? "", "utf8"));
const broken = testResults.filter(
  ({ status, assertionResults }) => status === "failed" && !assertionResults.some((test) => test.status === "failed"),
);
console.log(`${numPassedTests} passed, ${numFailedTests + broken.length} failed, ${numPendingTests + numTodoTests} skipped`);
