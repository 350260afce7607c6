import { SELF_TEST_PREFIX } from "@/domain/conversations";
import { inOrganization } from "@/infra/database/in-organization";
import { matchesContactSql, searchValues } from "./search-sql";

interface FoundContact {
  id: number;
  name: string;
  phone: string | null;
  conversationIds: number[];
}

/** A list of BIGINT arrives as text. */
type Stored = Omit<FoundContact, "conversationIds"> & { conversationIds: string[] };

const FOUND_MAX = 20;

const statement = {
  name: "search_contacts",
  text: `
  SELECT s.id, coalesce(s.name, s."profileName", s.username, s.phone, s."userId", s.address) AS name, s.phone,
    ARRAY(SELECT c.id FROM "Conversation" c WHERE c."contactId" = s.id AND c."deletedAt" IS NULL
      ORDER BY c."lastMessageAt" DESC NULLS LAST) AS "conversationIds"
  FROM "Contact" s
  WHERE s."organizationId" = $1 AND s."mergedIntoId" IS NULL AND NOT starts_with(s.address, '${SELF_TEST_PREFIX}')
    AND ${matchesContactSql({ small: "$2", capitals: "$3", number: "$4" })}
  ORDER BY s."updatedAt" DESC, s.id DESC LIMIT ${FOUND_MAX}`,
};

/** People of an organization by a name or a part of a number, those who changed last first. One that was merged is the other. */
export function searchContacts(organizationId: string, search: string): Promise<FoundContact[]> {
  const values = searchValues(search);
  if (!values) return Promise.resolve([]);
  const { small, capitals, digits } = values;
  return inOrganization(organizationId, async (ask) => {
    const found = await ask<Stored>(statement, [organizationId, small, capitals, digits]);
    return found.map((contact) => ({ ...contact, conversationIds: contact.conversationIds.map(Number) }));
  });
}
