// The keys under which ContactAlias finds a person. Meta spells some numbers in two ways: Brazil's mobile numbers with and
// without their ninth digit, Mexico's with 1 and Argentina's with 9 after the country code. Both spellings have one key;
// what Meta wrote is kept as it was, and is what we answer to. Landlines of Brazil have no ninth digit: nothing is added.
//
// The migration 20261122134000_whole_of_whatsapp made the keys of earlier contacts by the same expression.

const spelling = /^(55[1-9]\d)9(\d{8})$|^(52)1(\d{10})$|^(54)9(\d{10})$/;

/** What all spellings of a number have in common. Not a number to write to. */
export function plainNumber(phone: string): string {
  return phone.replace(spelling, "$1$2$3$4$5$6");
}

/** The key of a phone number or WhatsApp id, in digits. */
export function phoneKey(phone: string): string {
  return `tel:${plainNumber(phone)}`;
}

/** SQL for the keys of names; user ids are told apart by the portfolio or account they are unique within. */
export const aliasKeySql = {
  userId: (scope: string, userId: string) => `('id:' || ${scope} || ':' || ${userId})`,
  parentUserId: (userId: string) => `('pid:' || ${userId})`,
  group: (groupId: string) => `('group:' || ${groupId})`,
};
