import type { Reporter, TestCase, TestModule } from "vitest/node";

/**
 * Closes a run with one plain line: `N passed, N failed`. A file that does not even load counts as failed. Right above it, by
 * name: what failed, and what held only at the second try (CI tries once more), so that neither is lost in a long log.
 */
export default class CountReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
    const tests = modules.flatMap((module) => [...module.children.allTests()]);
    const passed = tests.filter((test) => test.result().state === "passed");
    const failed = tests.filter((test) => test.result().state === "failed");
    const broken = modules.filter((module) => module.errors().length > 0);
    const lines = [
      ...passed.filter((test) => test.diagnostic()?.flaky).map((test) => `second try: ${nameOf(test)}`),
      ...failed.map((test) => `failed: ${nameOf(test)}`),
      ...broken.map((module) => `does not load: ${module.relativeModuleId}`),
      `${passed.length} passed, ${failed.length + broken.length + errors.length} failed`,
    ];
    process.stdout.write(`\n${lines.join("\n")}\n`);
  }
}

function nameOf({ project, module, fullName }: TestCase): string {
  return `${project.name} ${module.relativeModuleId} > ${fullName}`;
}
