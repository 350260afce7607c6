// Every operation of the inbox's API, for its description and for the tests that go through all of them.

import * as conversations from "./conversation-operations";
import type { Operation } from "./operation";
import * as webhooks from "./webhook-operations";

export const operations: Operation[] = [conversations, webhooks].flatMap(
  (area) => Object.values(area) as Operation[],
);
