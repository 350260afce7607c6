import { existsSync, readdirSync } from "node:fs";
import { expect, it } from "vitest";
import { findLeaks, removeOutput } from "../support/process-output";

it("no process of this run has written a secret, a token, a customer's number or a message", () => {
  const folder = process.env.TEST_OUTPUT_FOLDER ?? "";
  // By itself this says nothing: it belongs after the tests that start processes.
  expect(existsSync(folder), "run it together with the project `system`").toBe(true);
  expect(readdirSync(folder).length).toBeGreaterThan(0);
  expect(findLeaks(folder).slice(0, 20)).toEqual([]);
  removeOutput(folder);
});
