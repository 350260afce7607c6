import { prisma } from "@/infra/database/prisma";
import { AppError } from "@/lib/errors";

export interface MediaRow {
  id: string;
  status: string;
  kind: string | null;
  attempts: number;
  sizeBytes: number | null;
  mimeType: string;
  detectedMimeType: string | null;
  errorCode: string | null;
  createdAt: Date;
}

/** The newest files, without their names: those are customers' words. */
export async function listMedia({ status, limit }: { status?: string; limit: number }): Promise<MediaRow[]> {
  const rows = await prisma().mediaAsset.findMany({
    where: status ? { status } : {},
    orderBy: { createdAt: "desc" },
    take: limit,
  });
  return rows.map((row) => ({
    id: row.id,
    status: row.status,
    kind: row.kind,
    attempts: row.attempts,
    sizeBytes: row.sizeBytes === null ? null : Number(row.sizeBytes),
    mimeType: row.mimeType,
    detectedMimeType: row.detectedMimeType,
    errorCode: row.errorCode,
    createdAt: row.createdAt,
  }));
}

/** Everything about one file. @throws NOT_FOUND. */
export async function getMedia(id: string) {
  const row = await prisma().mediaAsset.findUnique({ where: { id } });
  if (!row) throw new AppError("NOT_FOUND", `No file ${id}`);
  return row;
}

/** Lets a file be downloaded again, with all its attempts. @throws INVALID_INPUT when it is stored or was never to be downloaded. */
export async function retryMedia(id: string): Promise<void> {
  const { count } = await prisma().mediaAsset.updateMany({
    where: { id, status: { in: ["failed", "rejected"] }, messageId: { not: null } },
    data: { status: "pending", attempts: 0, nextAttemptAt: new Date(), errorCode: null, error: null },
  });
  if (count > 0) return;
  const { status } = await getMedia(id);
  throw new AppError(
    "INVALID_INPUT",
    `File ${id} is ${status}: only what has failed or was rejected can be tried again`,
  );
}
