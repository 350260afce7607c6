import { readDatabaseError } from "@/infra/database/database-error";
import { run } from "@/infra/database/statement";
import { log } from "@/lib/logger";
import { mergeStatement } from "./merge-sql";

const BATCH_MAX = 100;

/** A message that was being taken in while its contact was absorbed has opened the emptied conversation again. */
const left = {
  name: "left_behind_conversations",
  text: `
  INSERT INTO "ContactMerge" ("organizationId", "survivorId", "absorbedId", reason, actor)
  SELECT DISTINCT c."organizationId", c."mergedIntoId", c.id, 'left_behind', 'system'
  FROM "Contact" c JOIN "Conversation" v ON v."contactId" = c.id AND v."deletedAt" IS NULL
  WHERE c."mergedIntoId" IS NOT NULL
  ON CONFLICT ("survivorId", "absorbedId") WHERE status = 'pending' DO NOTHING`,
};

const pending = {
  name: "pending_merges",
  text: `SELECT id FROM "ContactMerge" WHERE status = 'pending' ORDER BY id LIMIT ${BATCH_MAX}`,
};

interface Outcome {
  verdict: "done" | "refused";
  survivorId: number;
  absorbedId: number;
}

/** Makes one of contacts that have turned out to be one person. @returns how many; those being answered just now wait. */
export async function carryOutMerges(): Promise<number> {
  await run(left);
  let merged = 0;
  for (const { id } of await run<{ id: number }>(pending)) {
    const outcome = await carryOut(id);
    if (outcome === "done") merged += 1;
  }
  return merged;
}

/** Carries out one merge. Undefined when it is not pending any more. */
export async function carryOut(mergeId: number): Promise<Outcome["verdict"] | "busy" | undefined> {
  try {
    const [outcome] = await run<Outcome>(mergeStatement, [mergeId]);
    if (!outcome) return undefined;
    const { verdict, survivorId, absorbedId } = outcome;
    log("info", "[CONTACTS] Merge", {
      contactId: survivorId,
      status: verdict,
      reason: `merge ${mergeId} with ${absorbedId}`,
    });
    return verdict;
  } catch (error) {
    // Both conversations are being answered just now.
    if (readDatabaseError(error)?.constraint !== "OutboundJob_one_active_per_conversation") throw error;
    return "busy";
  }
}
