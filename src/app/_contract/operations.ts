// Every operation of the inbox's API, for its description and for the tests that go through all of them.

import * as conversationActions from "./conversation-actions-operations";
import * as conversations from "./conversation-operations";
import * as knowledge from "./knowledge-operations";
import * as messages from "./messages-operations";
import type { Operation } from "./operation";
import * as persona from "./persona-operations";
import * as users from "./users-operations";
import * as webhooks from "./webhook-operations";

// One line each.
// biome-ignore format: two who add an area do not meet
const areas = [
  conversations,
  conversationActions,
  knowledge,
  messages,
  persona,
  users,
  webhooks,
];

export const operations: Operation[] = areas.flatMap((area) => Object.values(area) as Operation[]);
