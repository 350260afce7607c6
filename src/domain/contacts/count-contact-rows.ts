import { run } from "@/infra/database/statement";
import type { FoundContact } from "./find-contacts";
import { countMentions } from "./raw-deliveries";

/** How many rows there are about a contact, by table. */
export type ContactRows = Record<string, number>;

const statement = {
  name: "count_contact_rows",
  text: `
  WITH conversation AS (SELECT id FROM "Conversation" WHERE "contactId" = $1),
  message AS (SELECT m.* FROM "Message" m JOIN conversation c ON c.id = m."conversationId"),
  job AS (SELECT j.id, j.status FROM "OutboundJob" j JOIN conversation c ON c.id = j."conversationId")
  SELECT json_build_object(
    'Contact', (SELECT count(*) FROM "Contact" WHERE $1 IN (id, "mergedIntoId")),
    'ContactMerge', (SELECT count(*) FROM "ContactMerge" WHERE $1 IN ("survivorId", "absorbedId")),
    'ContactAlias', (SELECT count(*) FROM "ContactAlias" WHERE "contactId" = $1),
    'Lead', (SELECT count(*) FROM "Lead" WHERE "contactId" = $1),
    'Conversation', (SELECT count(*) FROM conversation),
    'Message', (SELECT count(*) FROM message),
    'MediaAsset', (SELECT count(*) FROM "MediaAsset" a JOIN message m ON m.id = a."messageId"),
    'OutboundJob', (SELECT count(*) FROM job),
    'OutboundMessageLog', (SELECT count(*) FROM "OutboundMessageLog" l JOIN job ON job.id = l."jobId"),
    'Notification', (SELECT count(*) FROM "Notification" n JOIN conversation c ON c.id = n."conversationId"),
    'ReceiptEvent', (SELECT count(*) FROM "ReceiptEvent" r
      WHERE r."providerMessageId" IN (SELECT "providerMessageId" FROM message)),
    'AiUsage', (SELECT count(*) FROM "AiUsage" u JOIN job ON job.id = u."jobId")) AS counts`,
};

/** What an erasure of the contact would take away; looks and changes nothing. */
export async function countContactRows(contact: FoundContact): Promise<ContactRows> {
  const [row] = await run<{ counts: ContactRows }>(statement, [contact.id]);
  const { done, waiting } = await countMentions(contact.names);
  return { ...row?.counts, webhook_delivery_log: done + waiting };
}
