// Every operation of the inbox's API, for its description and for the tests that go through all of them.

import * as conversations from "./conversation-operations";
import * as knowledge from "./knowledge-operations";
import type { Operation } from "./operation";
import * as persona from "./persona-operations";

export const operations: Operation[] = [conversations, knowledge, persona].flatMap(
  (area) => Object.values(area) as Operation[],
);
