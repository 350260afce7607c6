import { afterEach, beforeAll } from "vitest";
import { createIntegration, emptyQueue, type OwnIntegration } from "./factories";
import { ownDatabase } from "./own-database";
import { ownSimulator } from "./own-simulator";

/** Gives the test file a database, a simulator, and one business number that both know; each test an empty queue. */
export function ownNumber(fields: Pick<OwnIntegration, "persona"> = {}): ReturnType<typeof ownSimulator> {
  ownDatabase();
  const simulator = ownSimulator();
  beforeAll(() => createIntegration({ phoneNumberId: simulator.phoneNumberId, ...fields }));
  afterEach(emptyQueue);
  return simulator;
}
