// Every operation of the inbox's API, for its description and for the tests that go through all of them.

import * as cannedReplies from "./canned-replies-operations";
import * as contacts from "./contacts-operations";
import * as conversationActions from "./conversation-actions-operations";
import * as conversations from "./conversation-operations";
import * as jobs from "./jobs-operations";
import * as knowledge from "./knowledge-operations";
import * as labels from "./labels-operations";
import * as leads from "./leads-operations";
import * as messages from "./messages-operations";
import * as notifications from "./notifications-operations";
import type { Operation } from "./operation";
import * as persona from "./persona-operations";
import * as users from "./users-operations";

// One line each.
// biome-ignore format: two who add an area do not meet
const areas = [
  conversations,
  conversationActions,
  knowledge,
  messages,
  persona,
  labels,
  cannedReplies,
  contacts,
  leads,
  notifications,
  jobs,
  users,
];

export const operations: Operation[] = areas.flatMap((area) => Object.values(area) as Operation[]);
