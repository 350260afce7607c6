// Every operation of the inbox's API, for its description and for the tests that go through all of them.

import * as aiCost from "./ai-cost-operations";
import * as cannedReplies from "./canned-replies-operations";
import * as contacts from "./contacts-operations";
import * as conversationActions from "./conversation-actions-operations";
import * as conversations from "./conversation-operations";
import * as deliveries from "./delivery-operations";
import * as health from "./health-operations";
import * as integrations from "./integration-operations";
import * as jobs from "./jobs-operations";
import * as knowledge from "./knowledge-operations";
import * as labels from "./labels-operations";
import * as leads from "./leads-operations";
import * as messages from "./messages-operations";
import * as notifications from "./notifications-operations";
import type { Operation } from "./operation";
import * as persona from "./persona-operations";
import * as users from "./users-operations";

export const operations: Operation[] = [
  conversations,
  conversationActions,
  messages,
  labels,
  cannedReplies,
  contacts,
  leads,
  notifications,
  jobs,
  deliveries,
  health,
  aiCost,
  integrations,
  knowledge,
  persona,
  users,
].flatMap((area) => Object.values(area) as Operation[]);
