import { writeFileSync } from "node:fs";

/** A reporter for vitest that writes how many tests passed, and which failed or were skipped and why, to the file of $MESHGRAPH_TALLY. */
export default class TallyReporter {
  onTestRunEnd(modules, unhandledErrors) {
    const tests = modules.flatMap((module) => [...module.children.allTests()]);
    const inState = (state) => tests.filter((test) => test.result().state === state);
    const broken = modules
      .filter((module) => module.errors().length > 0)
      .map(({ relativeModuleId }) => relativeModuleId);
    const tally = {
      passed: inState("passed").length,
      failed: [...inState("failed"), ...inState("pending")].map(nameOf).concat(broken, unhandledErrors.map(String)),
      skipped: inState("skipped").map((test) => `${nameOf(test)}: ${test.result().note ?? "the test itself says so"}`),
    };
    writeFileSync(process.env["MESHGRAPH_TALLY"] ?? "tally.json", JSON.stringify(tally));
  }
}

const nameOf = ({ module, fullName }) => `${module.relativeModuleId} > ${fullName}`;
