import type { TestProject } from "vitest/node";
import { buildTools, type Tools } from "./build.ts";
import { fetchDebianEtcd } from "./debian-etcd.ts";

declare module "vitest" {
  interface ProvidedContext {
    readonly tools: Tools | undefined;
    readonly debianEtcd: string | undefined;
  }
}

/** Has every program at hand before the first test. */
export default async function setup(project: TestProject): Promise<void> {
  project.provide("tools", await obtain("every test with a control plane", buildTools));
  project.provide("debianEtcd", await obtain("the tests with Debian's etcd", fetchDebianEtcd));
}

/** What cannot be had is a failure where CI is set; elsewhere the tests that need it are skipped, and why is said. */
async function obtain<T>(tests: string, make: () => Promise<T>): Promise<T | undefined> {
  try {
    return await make();
  } catch (error) {
    if (process.env["CI"] === "true") throw error;
    process.stderr.write(`[tools] SKIPPED: ${tests}. ${error instanceof Error ? error.message : String(error)}\n`);
    return undefined;
  }
}
