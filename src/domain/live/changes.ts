// What has changed, as rows that are whole: whoever has them asks nothing more.

import { type Changed, readChanged } from "@/domain/inbox";
import type { StoredChange } from "./change-feed";

export interface Changes {
  /** Where to go on; opaque. */
  cursor: string;
  /** Too much has happened, or nobody knows what: read everything anew. */
  isReset: boolean;
  conversations: Changed["conversations"];
  items: Changed["items"];
  /** What else has changed: jobs, notifications, labels; conversations: some are gone. */
  topics: string[];
}

export function nothing(cursor: string): Changes {
  return { cursor, isReset: false, conversations: [], items: [], topics: [] };
}

export function reset(cursor: string): Changes {
  return { ...nothing(cursor), isReset: true };
}

/** The rows behind the changes of one organization, each read once. */
export async function loadChanges(
  organizationId: string,
  changes: StoredChange[],
  cursor: string,
): Promise<Changes> {
  const rowsOf = (topic: string) => [
    ...new Set(
      changes.flatMap((change) => (change.topic === topic && change.rowId !== null ? change.rowId : [])),
    ),
  ];
  const conversations = new Set(changes.flatMap(({ conversationId }) => conversationId ?? []));
  const { gone, ...changed } = await readChanged(organizationId, {
    conversations: [...conversations],
    messages: rowsOf("message"),
    notes: rowsOf("note"),
    events: rowsOf("event"),
    handovers: rowsOf("handover"),
  });
  return { cursor, isReset: false, ...changed, topics: topicsOf(changes, gone.length > 0) };
}

function topicsOf(changes: StoredChange[], areSomeGone: boolean): string[] {
  const topics = new Set(changes.map(({ topic }) => (topic === "handover" ? "notifications" : topic)));
  const told = ["jobs", "notifications", "labels"].filter((topic) => topics.has(topic));
  return areSomeGone ? [...told, "conversations"] : told;
}
