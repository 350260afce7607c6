// Every operation of the inbox's API, for its description and for the tests that go through all of them.

import * as conversationActions from "./conversation-actions-operations";
import * as conversations from "./conversation-operations";

<<<<<<< HEAD

import * as messages from "./messages-operations";
import type { Operation } from "./operation";
import * as users from "./users-operations";

const areas = [
  conversations,
  conversationActions,
  messages,
  users,
];

export const operations: Operation[] = areas.flatMap((area) => Object.values(area) as Operation[]);
=======

import * as knowledge from "./knowledge-operations";
import type { Operation } from "./operation";
import * as persona from "./persona-operations";

export const operations: Operation[] = [conversations, knowledge, persona].flatMap(
  (area) => Object.values(area) as Operation[],
);
>>>>>>> w-ops
