import { expect, it, vi } from "vitest";
import { startMonitoring } from "@/infra/monitoring/start-monitoring";
import { setEnv } from "../../../support/with-env";

const loaded = vi.hoisted(() => {
  vi.resetModules(); // What the file before has loaded would not be seen to load anything.
  return { isLoaded: false };
});

vi.mock("@sentry/core", () => {
  loaded.isLoaded = true;
  throw new Error("Loaded");
});

it("without SENTRY_DSN Sentry's library is not even loaded", async () => {
  setEnv({ SENTRY_DSN: undefined });
  await startMonitoring();
  expect(loaded.isLoaded).toBe(false);
  setEnv({ SENTRY_DSN: "https://key@127.0.0.1/1" });
  await expect(startMonitoring()).rejects.toThrow();
  expect(loaded.isLoaded).toBe(true);
});
