import { randomBytes, randomInt } from "node:crypto";
import { createIntegration, emptyQueue, newCustomer } from "../../support/factories";
import { rows } from "../../support/own-database";
import { type Draft, type Item, PEOPLE } from "./items";

export interface BatchWorld {
  items: Item[];
  phoneNumberIds: string[];
  /** Not ours at first. */
  laterNumber: string;
}

/** Two business numbers of two organizations, and people each of whom is known by a number, by a user id, or by both. */
export async function createBatchWorld(drafts: Draft[]): Promise<BatchWorld> {
  await emptyQueue();
  const phoneNumberIds = [0, 1, 2].map(() => String(randomInt(1e11, 1e12)));
  await createIntegration({ phoneNumberId: phoneNumberIds[0] as string });
  await createIntegration({ phoneNumberId: phoneNumberIds[1] as string });
  const people = Array.from({ length: PEOPLE }, (_, at) => ({
    ...(at % 3 !== 1 && { phone: newCustomer() }),
    ...(at % 3 !== 0 && { userId: `BR.${randomInt(1e12, 1e13)}` }),
  }));
  const wabaIds = [0, 1, 2].map(() => String(randomInt(1e12, 1e13)));
  const now = Math.floor(Date.now() / 1000) - 3_600;
  const items = drafts.map((draft, at) => ({
    ...draft,
    id: `wamid.${randomBytes(12).toString("hex")}`,
    phoneNumberId: phoneNumberIds[draft.number] as string,
    wabaId: wabaIds[draft.number] as string,
    names: people[draft.person] as Item["names"],
    at: now + at,
  }));
  return { items, phoneNumberIds, laterNumber: phoneNumberIds[2] as string };
}

/** From now on the last number is ours as well. */
export async function addNumber({ laterNumber }: BatchWorld): Promise<void> {
  await createIntegration({ phoneNumberId: laterNumber });
}

export interface Stored {
  messages: {
    wamid: string;
    origin: string | null;
    body: string | null;
    sender: string | null;
    thread: number;
    jobs: number;
  }[];
  receipts: string[];
  events: string[];
  /** By organization and name: when they last said what about marketing. */
  preferences: Record<string, { changedAt: number; isOut: boolean }>;
  inboundCount: number;
  waiting: number;
}

/** Everything there is of a world. */
export async function observeBatch({ phoneNumberIds }: BatchWorld): Promise<Stored> {
  const [stored] = await rows<{ stored: Stored }>(
    `WITH number AS (SELECT * FROM "Integration" WHERE "phoneNumberId" = ANY ($1)),
     conversation AS (SELECT c.* FROM "Conversation" c JOIN number ON number.id = c."integrationId")
     SELECT json_build_object(
       'messages', (SELECT coalesce(json_agg(json_build_object('wamid', m."providerMessageId", 'origin', m.origin,
           'body', m.body, 'thread', c.id, 'sender', coalesce(p."userId", p.phone),
           'jobs', (SELECT count(*) FROM "OutboundJob" j WHERE j."inboundMessageId" = m.id))), '[]')
         FROM "Message" m JOIN conversation c ON c.id = m."conversationId" JOIN "Contact" p ON p.id = c."contactId"),
       'receipts', (SELECT coalesce(json_agg(r."providerMessageId"), '[]') FROM "ReceiptEvent" r
         JOIN number ON number.id = r."integrationId"),
       'events', (SELECT coalesce(json_agg(coalesce(e.payload ->> 'marker', e.payload ->> 'title')), '[]')
         FROM "AccountEvent" e),
       'preferences', (SELECT coalesce(json_object_agg(number."phoneNumberId" || ' ' || coalesce(p."userId", p.phone),
           json_build_object('changedAt', extract(epoch FROM p."marketingChangedAt")::bigint,
             'isOut', p."marketingOptedOutAt" IS NOT NULL)), '{}')
         FROM "Contact" p JOIN number ON number."organizationId" = p."organizationId"
         WHERE p."marketingChangedAt" IS NOT NULL),
       'inboundCount', (SELECT coalesce(sum("inboundCount"), 0) FROM conversation),
       'waiting', (SELECT count(*) FROM webhook_delivery_log WHERE status IN ('parked', 'unrouted'))) AS stored`,
    [phoneNumberIds],
  );
  await rows(`TRUNCATE "AccountEvent"`);
  return (stored as { stored: Stored }).stored;
}
