// The guarantee that lets test files share a process: what one of them leaves, the next does not find.

import { expect, it, vi } from "vitest";
import { shutdown } from "@/domain/runner";
import { pool } from "@/infra/database/pool";
import { env, reloadEnv } from "@/lib/env";
import { faultPoint } from "@/lib/fault-point";
import { oncePerProcess } from "@/lib/once-per-process";
import { atFaultPoint } from "../../support/fault-hook";
import { readProcessState, resetProcess } from "../../support/process-state";
import { setEnv } from "../../support/with-env";

it("forgets what the product keeps once per process", async () => {
  const before = readProcessState();
  const first = oncePerProcess("kept", () => ({}));
  await resetProcess(before);
  expect(oncePerProcess("kept", () => ({}))).not.toBe(first);
});

it("has its first environment again, and nothing that was added, changed or removed", async () => {
  const before = readProcessState();
  Object.assign(process.env, { PORT: "4001", LOG_LEVEL: "fatal" });
  delete process.env.TEST_OUTPUT_FOLDER;
  setEnv({ RUNNER_BATCH: "7" });
  expect(env()).toMatchObject({ PORT: 4001, LOG_LEVEL: "fatal", RUNNER_BATCH: 7 });
  await resetProcess(before);
  expect(env()).toMatchObject({ PORT: 3000, LOG_LEVEL: "silent", RUNNER_BATCH: 50 });
  expect({ ...process.env }).toEqual(before.env);
});

it("ends the connections", async () => {
  const before = readProcessState();
  process.env.DATABASE_URL = "postgresql://nobody@127.0.0.1:1/none";
  reloadEnv();
  const left = pool();
  await resetProcess(before);
  expect(left.ended).toBe(true);
});

it("ends a runner before the next file can write what it would claim", async () => {
  const before = readProcessState();
  let isRunning = true;
  const ended = new Promise<void>((resolve) => {
    shutdown().signal.addEventListener("abort", () => {
      setImmediate(() => {
        isRunning = false;
        resolve();
      });
    });
  });
  oncePerProcess("kicked-runner", () => ({ running: ended }));
  await resetProcess(before);
  expect(isRunning).toBe(false);
});

it("has its first folder, clock, globals and listeners of signals again", async () => {
  const before = readProcessState();
  const counts = () => (["SIGTERM", "SIGINT"] as const).map((signal) => process.listenerCount(signal));
  const listening = counts();
  shutdown();
  process.chdir("/");
  vi.useFakeTimers({ toFake: ["Date"], now: 0 });
  vi.stubGlobal("fetch", () => undefined);
  atFaultPoint("ingest.answered", () => {
    throw new Error("of the file before");
  });
  await resetProcess(before);
  expect(counts()).toEqual(listening);
  expect(process.cwd()).toBe(before.folder);
  expect(Date.now()).toBeGreaterThan(1e12);
  expect(fetch("data:,x")).toBeInstanceOf(Promise);
  expect(() => faultPoint("ingest.answered")).not.toThrow();
});
