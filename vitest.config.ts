import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

/** What the processes under test write, until test/logs has looked through it. A run is named after its process. */
const outputFolder = join(tmpdir(), "replyonce-test-output", String(process.pid));

const shared = {
  resolve: { alias: { "@": fileURLToPath(new URL("./src", import.meta.url)) } },
  test: {
    setupFiles: ["test/support/start-afresh.ts", "test/support/fail-on-console.ts"],
    env: { NODE_ENV: "test" as const, LOG_LEVEL: "silent", TEST_OUTPUT_FOLDER: outputFolder },
    pool: "forks" as const,
    // A machine of CI has its bad moments. What held only then is told by name: test/support/count-reporter.ts.
    retry: process.env.CI ? 1 : 0,
    hookTimeout: 120_000,
  },
};

export default defineConfig({
  test: {
    reporters: [
      ["default", { summary: false }],
      "./test/faults/matrix-reporter.ts",
      "./test/support/count-reporter.ts",
    ],
    maxWorkers: 3,
    projects: [
      {
        ...shared,
        test: {
          ...shared.test,
          name: "code",
          // A process loads the product once, not once for each file; test/support/start-afresh.ts makes up for it.
          isolate: false,
          env: { ...shared.test.env, SCHEMA_MUTANTS: process.env.SCHEMA_MUTANTS ?? "0/30" },
          include: ["test/{unit,integration,local,simulator,house}/**/*.test.ts"],
          globalSetup: ["test/support/database-server.ts", "test/support/built-commands.ts"],
          testTimeout: 60_000,
          sequence: { groupOrder: 0 },
        },
      },
      {
        ...shared,
        // The oldest version that is supported; everything that speaks SQL is tried on it as well.
        test: {
          ...shared.test,
          name: "postgres-15",
          isolate: false,
          include: ["test/integration/**/*.test.ts"],
          // Whole commands, other servers' protocols, crowds, and what has no SQL of its own that could differ.
          exclude: [
            "test/integration/**/{*command,crowd,million-messages,whole-database,orphans,structure,answers,story,outcomes,injections,eval,every-operation,sign-in}.test.ts",
            "test/integration/{conversations,inbox,integrations,media,monitoring,persona,rate-limit,readiness,record,templates,users}/**",
            // Changed in turn on the newest version; npm run test:schema does it on both.
            ...(process.env.SCHEMA_MUTANTS
              ? []
              : ["test/integration/schema/foreign-keys/**", "test/integration/schema/mutate-*.test.ts"]),
          ],
          globalSetup: ["test/support/database-server.ts"],
          testTimeout: 60_000,
          // In one queue with the project before, so that no processor idles while that one's last file ends.
          sequence: { groupOrder: 0 },
        },
      },
      {
        ...shared,
        test: {
          ...shared.test,
          name: "system",
          isolate: false,
          include: ["test/system/**/*.test.ts"],
          globalSetup: [
            "test/support/database-server.ts",
            "test/support/built-app.ts",
            "test/support/built-commands.ts",
          ],
          testTimeout: 60_000,
          maxWorkers: 3,
          sequence: { groupOrder: 2 },
        },
      },
      {
        ...shared,
        test: {
          ...shared.test,
          name: "property",
          include: ["test/property/**/*.test.ts"],
          globalSetup: ["test/support/database-server.ts"],
          testTimeout: 1_200_000,
          // Beside the faults, which leave the processors to it.
          maxWorkers: 6,
          sequence: { groupOrder: 3 },
        },
      },
      {
        ...shared,
        // Its rows mostly wait: for leases, for silence, for receipts.
        test: {
          ...shared.test,
          name: "faults",
          include: ["test/faults/**/*.test.ts"],
          // The policy "hold" is one branch of one statement; npm run test:faults goes through every row under it as well.
          exclude: process.env.FAULTS === "all" ? [] : ["test/faults/*-hold.test.ts"],
          globalSetup: [
            "test/support/database-server.ts",
            "test/support/built-app.ts",
            "test/support/built-commands.ts",
          ],
          testTimeout: 120_000,
          isolate: false,
          maxWorkers: 6,
          sequence: { groupOrder: 3 },
        },
      },
      {
        ...shared,
        // In a real browser: npm run test:e2e. Not part of npm test.
        test: {
          ...shared.test,
          name: "e2e",
          include: ["test/e2e/**/*.test.ts"],
          globalSetup: ["test/support/database-server.ts", "test/support/built-app.ts"],
          testTimeout: 90_000,
          maxWorkers: 1,
          sequence: { groupOrder: 6 },
        },
      },
      {
        ...shared,
        // After all others: looks through what the processes of the run have written.
        test: {
          ...shared.test,
          name: "logs",
          include: ["test/logs/**/*.test.ts"],
          sequence: { groupOrder: 5 },
        },
      },
    ],
  },
});
