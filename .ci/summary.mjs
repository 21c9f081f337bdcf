// node .ci/summary.mjs CHECKS_PASSED CHECKS_FAILED REPORT.json... -> the last line of .ci/run, and its exit code.
import { readFileSync } from "node:fs";

const [passedChecks, failedChecks, ...reports] = process.argv.slice(2);
let passed = Number(passedChecks);
let failed = Number(failedChecks);
for (const path of reports) {
  try {
    const report = JSON.parse(readFileSync(path, "utf8"));
    passed += report.numPassedTests;
    // A file that does not load has no failed test of its own.
    failed += report.numFailedTests;
    if (!report.success && report.numFailedTests === 0) failed += 1;
  } catch {
    console.log(`no report ${path}: the tests did not run to the end`);
    failed += 1;
  }
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
