import { run } from "@/infra/database/statement";
import { AppError } from "@/lib/errors";
import { carryOut } from "./carry-out-merges";

const order = {
  name: "order_merge",
  text: `
  INSERT INTO "ContactMerge" ("organizationId", "survivorId", "absorbedId", reason, actor)
  SELECT s."organizationId", s.id, a.id, 'operator', $3
  FROM "Contact" s JOIN "Contact" a ON a."organizationId" = s."organizationId"
  WHERE s.id = $1 AND a.id = $2 AND s.id <> a.id AND s."mergedIntoId" IS NULL AND a."mergedIntoId" IS NULL
  ON CONFLICT ("survivorId", "absorbedId") WHERE status = 'pending' DO UPDATE SET reason = 'operator', actor = $3
  RETURNING id`,
};

export interface OrderedMerge {
  mergeId: number;
  /** False: both are being answered just now; the cron does it as soon as one of them is not. */
  isDone: boolean;
}

/**
 * Makes one contact of two, on somebody's word. @throws NOT_FOUND when they are not two contacts of one organization, or
 * one of them is part of another already.
 */
export async function mergeContacts(
  survivorId: number,
  absorbedId: number,
  actor: string,
): Promise<OrderedMerge> {
  const [ordered] = await run<{ id: number }>(order, [survivorId, absorbedId, actor]);
  if (!ordered)
    throw new AppError(
      "NOT_FOUND",
      `Contacts ${survivorId} and ${absorbedId} are not two contacts of one organization`,
    );
  return { mergeId: ordered.id, isDone: (await carryOut(ordered.id)) === "done" };
}
