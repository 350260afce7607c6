// What a person may do in a conversation: shown by the composer, and held by the verbs that send (a tab may be hours old).

import { isGroupSql } from "@/domain/outbound";
import { inOrganization } from "@/infra/database/in-organization";
import type { Ask } from "@/infra/database/statement";
import { AppError } from "@/lib/errors";

export type ComposerState =
  | "ready"
  | "bot_owned"
  | "window_closed"
  | "never_messaged"
  | "opted_out"
  | "channel_broken"
  | "group"
  | "deleted";

export interface Composer {
  state: ComposerState;
  /** In a sentence; null when it is ready. */
  reason: string | null;
}

/**
 * Why nothing, or not everything, can be sent, the reason that most stands in the way first. In bot_owned a person takes over
 * first; in window_closed and never_messaged a template goes out.
 */
export const composerStateSql = `CASE
    WHEN c."deletedAt" IS NOT NULL THEN 'deleted'
    WHEN ${isGroupSql("p")} THEN 'group'
    WHEN p."optedOutAt" IS NOT NULL THEN 'opted_out'
    WHEN i.status <> 'ACTIVE' THEN 'channel_broken'
    WHEN c.mode = 'BOT' THEN 'bot_owned'
    WHEN c."lastInboundAt" IS NULL THEN 'never_messaged'
    WHEN c."lastInboundAt" <= now() - interval '24 hours' THEN 'window_closed'
    ELSE 'ready' END`;

const reasons: Record<ComposerState, string | null> = {
  ready: null,
  bot_owned: "The bot is answering here. Take over to write yourself.",
  window_closed: "More than 24 hours since the customer's last message: only a template can be sent.",
  never_messaged: "The customer has not written yet: only a template can be sent.",
  opted_out: "The customer wants no messages. They can write START.",
  channel_broken: "This number cannot send at the moment.",
  group: "Nothing is sent to groups.",
  deleted: "This conversation was deleted. Restore it to write.",
};

/** `stopped`: why Meta refuses everything of the number, in its words. */
export function toComposer(state: ComposerState, stopped: string | null): Composer {
  const why = state === "channel_broken" && stopped ? ` ${stopped}` : "";
  const reason = reasons[state];
  return { state, reason: reason && `${reason}${why}` };
}

const statement = {
  name: "composer_state",
  text: `
  SELECT ${composerStateSql} AS state, i."stoppedReason"
  FROM "Conversation" c JOIN "Contact" p ON p.id = c."contactId" JOIN "Integration" i ON i.id = c."integrationId"
  WHERE c.id = $1 AND c."organizationId" = $2`,
};

/** What may be sent in a conversation just now. @throws NOT_FOUND, also for what is another organization's. */
export function composerStateOf(organizationId: string, conversationId: number): Promise<Composer> {
  return inOrganization(organizationId, (ask) => askForComposer(ask, organizationId, conversationId));
}

async function askForComposer(ask: Ask, organizationId: string, conversationId: number): Promise<Composer> {
  const [row] = await ask<{ state: ComposerState; stoppedReason: string | null }>(statement, [
    conversationId,
    organizationId,
  ]);
  if (!row) throw new AppError("NOT_FOUND", `No conversation ${conversationId}`);
  return toComposer(row.state, row.stoppedReason);
}
