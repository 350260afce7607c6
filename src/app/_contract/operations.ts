// Every operation of the inbox's API, for its description and for the tests that go through all of them.

import * as aiCost from "./ai-cost-operations";
import * as conversations from "./conversation-operations";
import * as deliveries from "./delivery-operations";
import * as health from "./health-operations";
import * as integrations from "./integration-operations";
import * as knowledge from "./knowledge-operations";
import type { Operation } from "./operation";
import * as persona from "./persona-operations";
import * as users from "./users-operations";

export const operations: Operation[] = [
  conversations,
  deliveries,
  health,
  aiCost,
  integrations,
  knowledge,
  persona,
  users,
].flatMap((area) => Object.values(area) as Operation[]);
