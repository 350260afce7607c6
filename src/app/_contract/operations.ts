// Every operation of the inbox's API, for its description and for the tests that go through all of them.

import * as conversationActions from "./conversation-actions-operations";
import * as conversations from "./conversation-operations";
import * as messages from "./messages-operations";
import type { Operation } from "./operation";
import * as users from "./users-operations";

export const operations: Operation[] = [conversations, conversationActions, messages, users].flatMap(
  (area) => Object.values(area) as Operation[],
);
