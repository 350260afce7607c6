// Every operation of the inbox's API, for its description and for the tests that go through all of them.

import * as aiCost from "./ai-cost-operations";
import * as cannedReplies from "./canned-replies-operations";
import * as contacts from "./contacts-operations";
import * as conversationActions from "./conversation-actions-operations";
import * as conversations from "./conversation-operations";
import * as delivery from "./delivery-operations";
import * as health from "./health-operations";
import * as integration from "./integration-operations";
import * as jobs from "./jobs-operations";
import * as knowledge from "./knowledge-operations";
import * as labels from "./labels-operations";
import * as leads from "./leads-operations";
import * as messages from "./messages-operations";
import * as notifications from "./notifications-operations";
import type { Operation } from "./operation";
import * as persona from "./persona-operations";
import * as story from "./story-operations";
import * as users from "./users-operations";
import * as webhook from "./webhook-operations";

// One line each.
// biome-ignore format: two who add an area do not meet
const areas = [
  aiCost,
  cannedReplies,
  contacts,
  conversations,
  conversationActions,
  delivery,
  health,
  integration,
  jobs,
  knowledge,
  labels,
  leads,
  messages,
  notifications,
  persona,
  story,
  users,
  webhook,
];

export const operations: Operation[] = areas.flatMap((area) => Object.values(area) as Operation[]);
