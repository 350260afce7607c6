import { type Erasure, eraseContact, findContacts } from "@/domain/contacts";
import { inOrganization } from "@/infra/database/in-organization";
import { AppError } from "@/lib/errors";
import type { Agent } from "./agent";
import { notFound } from "./require-own";

interface Names extends Record<string, unknown> {
  name: string | null;
  profileName: string | null;
  username: string | null;
  phone: string | null;
  userId: string | null;
}

const namesStatement = {
  name: "names_of_customer",
  text: `SELECT name, "profileName", username, phone, "userId" FROM "Contact" WHERE "organizationId" = $1 AND id = $2`,
};

/**
 * Erases a customer and everything of theirs; there is no way back. @throws NOT_FOUND; INVALID_INPUT unless `confirmation` is
 * the customer's number or name; NOT_CONFIGURED without SESSION_SECRET.
 */
export async function eraseCustomer(agent: Agent, id: number, confirmation: string): Promise<Erasure> {
  const { organizationId } = agent;
  const [names] = await inOrganization(organizationId, (ask) =>
    ask<Names>(namesStatement, [organizationId, id]),
  );
  if (!names) throw notFound("Contact", id);
  if (!isConfirmed(names, confirmation)) {
    const publicMessage = "Nothing is erased: that is neither the customer's number nor name.";
    throw new AppError("INVALID_INPUT", publicMessage, { publicMessage });
  }
  const [contact] = await findContacts(String(id), { isId: true });
  if (!contact) throw notFound("Contact", id);
  return eraseContact(contact, agent.actor);
}

/** A number is the same however it is written; a name is not. */
function isConfirmed({ phone, ...names }: Names, confirmation: string): boolean {
  const typed = confirmation.trim();
  const isNumber = /^[\d\s()+./-]+$/.test(typed);
  if (isNumber && phone !== null && typed.replace(/\D/g, "") === phone) return true;
  return (
    typed !== "" && Object.values(names).some((name) => typeof name === "string" && name.trim() === typed)
  );
}
