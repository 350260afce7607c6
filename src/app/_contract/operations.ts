// Every operation of the inbox's API, for its description and for the tests that go through all of them.

import * as cannedReplies from "./canned-replies-operations";
import * as contacts from "./contacts-operations";
import * as conversationActions from "./conversation-actions-operations";
import * as conversations from "./conversation-operations";
import * as jobs from "./jobs-operations";
import * as labels from "./labels-operations";
import * as leads from "./leads-operations";
import * as messages from "./messages-operations";
import * as notifications from "./notifications-operations";
import type { Operation } from "./operation";
import * as stories from "./story-operations";

export const operations: Operation[] = [
  conversations,
  stories,
  conversationActions,
  messages,
  labels,
  cannedReplies,
  contacts,
  leads,
  notifications,
  jobs,
].flatMap((area) => Object.values(area) as Operation[]);
