// Every operation of the inbox's API, for its description and for the tests that go through all of them.

import * as contactSearch from "./contact-search-operations";
import * as conversations from "./conversation-operations";
import type { Operation } from "./operation";
import * as stories from "./story-operations";

export const operations: Operation[] = [conversations, stories, contactSearch].flatMap(
  (area) => Object.values(area) as Operation[],
);
