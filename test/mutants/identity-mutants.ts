import type { Mutant } from "./mutant";

const locate = "src/domain/contacts/locate-sql.ts";
const merge = "src/domain/contacts/merge-sql.ts";
const change = "src/domain/contacts/change-identity.ts";
const caughtBy = ["test/integration/contacts/identity.test.ts", "test/integration/contacts/merge.test.ts"];

/** Who is who: one person has one conversation, two people never share one. */
export const identityMutants: Mutant[] = [
  {
    name: "a number stays with whoever had it, though it comes with another user id",
    file: locate,
    find: `CASE WHEN NOT n."isAnothersPhone" THEN n."byPhone" END`,
    replace: `n."byPhone"`,
    caughtBy,
  },
  {
    name: "a number that somebody has left still names them",
    file: locate,
    find: `
          AND (a."replacedAt" IS NULL OR m."sentAt" <= a."replacedAt")`,
    replace: "",
    caughtBy,
  },
  {
    name: "a late message takes a number back from its new owner",
    file: locate,
    find: ` AND NOT EXISTS (
          SELECT 1 FROM "Conversation" v WHERE v."contactId" = n."byPhone" AND v."lastInboundAt" > n."sentAt")`,
    replace: "",
    caughtBy,
  },
  {
    name: "two first messages under different names stay two people",
    file: locate,
    find: `WHERE a."contactId" <> w."contactId"`,
    replace: `WHERE false AND a."contactId" <> w."contactId"`,
    caughtBy,
  },
  {
    name: "what an operator has taken apart is merged again",
    file: locate,
    find: `AND undone.status = 'undone')`,
    replace: `AND undone.status = 'never')`,
    caughtBy,
  },
  {
    name: "a user id means the same person in every portfolio",
    file: "src/domain/contacts/alias-keys.ts",
    find: "userId: (scope: string, userId: string) =>",
    replace: `userId: (_scope: string, userId: string, scope = "''") =>`,
    caughtBy,
  },
  {
    name: "a draft that has seen half of a merged conversation is sent",
    file: merge,
    find: `"inboundCount" = t."inboundCount" + f."inboundCount" + 1`,
    replace: `"inboundCount" = t."inboundCount"`,
    caughtBy,
  },
  {
    name: "two people with one number are merged",
    file: merge,
    find: "AND w.reason = 'webhook') THEN 'refused'",
    replace: "AND false) THEN 'refused'",
    caughtBy,
  },
  {
    name: "a change that came late undoes a later one",
    file: change,
    find: `WHERE p.id = n."contactId" AND n."isNew" AND NOT n."isPast"`,
    replace: `WHERE p.id = n."contactId" AND n."isNew"`,
    caughtBy,
  },
  {
    name: "the number stays when Meta says that it is theirs no more",
    file: change,
    find: `THEN NULL
        ELSE p.phone END`,
    replace: `THEN p.phone
        ELSE p.phone END`,
    caughtBy,
  },
];
