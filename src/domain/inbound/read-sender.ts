// Who sent a message, by every name that Meta gives (Meta, business-scoped-user-ids): some beside the message, some in the
// `contacts` of its change, any of them withheld.

import { type WireContact, type WireMessage, wireContact, wireSender } from "@/infra/whatsapp/webhook-schema";
import { storableText } from "@/lib/storable-text";
import type { IdentityChange } from "./inbound-message";

/** Who is in the `contacts` of a change, and whether all its messages are of one sender. */
export interface Contacts {
  people: WireContact[];
  isOneSender: boolean;
}

export interface Names {
  phone: string | null;
  waId: string | null;
  userId: string | null;
  parentUserId: string | null;
  profileName: string | null;
  username: string | null;
}

export function readContacts(contacts: unknown[] = [], messages: unknown[]): Contacts {
  return {
    people: contacts.map((contact) => wireContact.safeParse(contact).data ?? {}),
    isOneSender: new Set(messages.map(senderOf)).size === 1,
  };
}

/** Something that tells senders apart, whatever else is wrong with the message. */
function senderOf(item: unknown): string {
  const { from, from_user_id: userId } = wireSender.safeParse(item).data ?? {};
  return `${from} ${userId}`;
}

/** Null where nothing names anybody. */
export function readSender(message: WireMessage, contacts: Contacts): Names | null {
  const { from, from_user_id: userId, from_parent_user_id: parent } = message;
  if (isIdentityChange(message)) return toNames(namesBefore(message), undefined);
  return toNames(
    { phone: from, userId, parentUserId: parent },
    findPerson({ phone: from, userId }, contacts),
  );
}

interface Given {
  phone?: string;
  userId?: string;
  parentUserId?: string;
}

/** The names beside the message count before those of the contact. */
export function toNames(given: Given, person: WireContact | undefined): Names | null {
  const phone = given.phone ?? person?.wa_id;
  const userId = given.userId ?? person?.user_id;
  if (!phone && !userId) return null;
  return {
    phone: storable(phone),
    waId: storable(person?.wa_id),
    userId: storable(userId),
    parentUserId: storable(given.parentUserId ?? person?.parent_user_id),
    profileName: storable(person?.profile?.name),
    username: storable(person?.profile?.username),
  };
}

function storable(text: string | undefined): string | null {
  return text ? storableText(text) : null;
}

/**
 * The contact who is called so. Meta may spell a number differently in the two places (Brazil's ninth digit), so the
 * only contact of a change is taken for the only sender, unless their user ids say that they are two people.
 */
export function findPerson(given: Given, { people, isOneSender }: Contacts): WireContact | undefined {
  const named = people.find((contact) => isCalled(contact, given));
  if (named) return named;
  const [only, ...others] = people;
  const isContradicted = only?.user_id && given.userId && only.user_id !== given.userId;
  return isOneSender && others.length === 0 && !isContradicted ? only : undefined;
}

function isCalled(contact: WireContact, { phone, userId }: Given): boolean {
  if (phone !== undefined && contact.wa_id === phone) return true;
  return userId !== undefined && contact.user_id === userId;
}

/** The second is how the first was called before 2022. */
const numberChanges = new Set(["user_changed_number", "customer_changed_number"]);

function isIdentityChange({ type, system }: WireMessage): boolean {
  return (
    type === "system" && (numberChanges.has(system?.type ?? "") || system?.type === "user_changed_user_id")
  );
}

/** What Meta called the person until now: the notice belongs into that conversation. */
function namesBefore({ from, from_user_id: fromUserId, system }: WireMessage): Given {
  const userId = system?.previous_user_id ?? system?.user_id ?? fromUserId;
  const parentUserId = system?.previous_parent_user_id ?? system?.parent_user_id;
  // Where nothing of before is told, the new number is all there is.
  return { phone: from ?? (userId ? undefined : newNumber(system)), userId, parentUserId };
}

function newNumber(system: WireMessage["system"]): string | undefined {
  return system?.wa_id ?? system?.new_wa_id;
}

/** What Meta calls the person from now on (Meta, webhooks/reference/messages/system). */
export function readIdentityChange(message: WireMessage): IdentityChange | null {
  if (!isIdentityChange(message)) return null;
  const { system, timestamp } = message;
  const names = {
    phone: storable(newNumber(system)),
    userId: storable(system?.user_id),
    parentUserId: storable(system?.parent_user_id),
  };
  // A user id belongs to a number: a new one without its number says only that the number before is left.
  return names.phone || names.userId ? { at: timestamp, ...names } : null;
}
