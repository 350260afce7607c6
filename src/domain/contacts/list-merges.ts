import { prisma } from "@/infra/database/prisma";

export interface MergeRow {
  id: number;
  survivorId: number;
  absorbedId: number;
  /** pending, done, refused or undone. */
  status: string;
  reason: string;
  actor: string;
  createdAt: Date;
}

const ROWS_MAX = 200;

/** The latest merges, newest first; of one contact, or of all. */
export async function listMerges(contactId?: number): Promise<MergeRow[]> {
  const rows = await prisma().contactMerge.findMany({
    where: contactId === undefined ? {} : { OR: [{ survivorId: contactId }, { absorbedId: contactId }] },
    orderBy: { id: "desc" },
    take: ROWS_MAX,
  });
  return rows.map(({ id, survivorId, absorbedId, status, reason, actor, createdAt }) => ({
    id: Number(id),
    survivorId: Number(survivorId),
    absorbedId: Number(absorbedId),
    status,
    reason,
    actor,
    createdAt,
  }));
}
