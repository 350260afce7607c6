import { type IntegrationCredentials, integrationToken } from "@/domain/integrations";
import { prisma } from "@/infra/database/prisma";
import { run } from "@/infra/database/statement";
import { type UploadOutcome, uploadMedia } from "@/infra/media/upload-media";
import { mediaStorage } from "@/infra/storage/media-storage";
import { env } from "@/lib/env";
import { AppError } from "@/lib/errors";

/** Meta keeps what is uploaded for 30 days (Meta, business-phone-numbers/media). */
const KEPT_DAYS = 25;

const known = {
  name: "media_uploaded",
  text: `
  SELECT uploads -> $2 ->> 'id' AS id FROM "MediaAsset"
  WHERE id = $1 AND (uploads -> $2 ->> 'at')::timestamptz > now() - ${KEPT_DAYS} * interval '1 day'`,
};

const remember = {
  name: "remember_upload",
  text: `
  UPDATE "MediaAsset" SET uploads = uploads || jsonb_build_object($2::text, jsonb_build_object('id', $3::text, 'at', now()))
  WHERE id = $1`,
};

/** Endings and types as Meta wants them: of a voice it believes the ending, and takes `.ogg` but not `.opus` (131053). */
const wire: Record<string, { ending: string; type?: string }> = {
  "image/jpeg": { ending: "jpg" },
  "image/png": { ending: "png" },
  "image/webp": { ending: "webp" },
  "video/mp4": { ending: "mp4" },
  "video/3gpp": { ending: "3gp" },
  "audio/ogg": { ending: "ogg", type: "audio/ogg; codecs=opus" },
  "audio/mpeg": { ending: "mp3" },
  "audio/mp4": { ending: "m4a" },
  "audio/aac": { ending: "aac" },
  "audio/amr": { ending: "amr" },
  "text/plain": { ending: "txt" },
  "application/pdf": { ending: "pdf" },
  "application/msword": { ending: "doc" },
  "application/vnd.ms-excel": { ending: "xls" },
  "application/vnd.ms-powerpoint": { ending: "ppt" },
  "application/vnd.openxmlformats-officedocument.wordprocessingml.document": { ending: "docx" },
  "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": { ending: "xlsx" },
  "application/vnd.openxmlformats-officedocument.presentationml.presentation": { ending: "pptx" },
};

/**
 * Meta's id of a stored file for one business number, uploaded when Meta does not have it. A refusal is like one of a send.
 * @throws NOT_FOUND when there is no such file; NOT_CONFIGURED without an access token.
 */
export async function uploadForSending(
  assetId: string,
  integration: IntegrationCredentials,
): Promise<UploadOutcome> {
  const { phoneNumberId } = integration;
  const [before] = await run<{ id: string }>(known, [assetId, phoneNumberId]);
  if (before) return { kind: "uploaded", providerMediaId: before.id };
  const asset = await prisma().mediaAsset.findFirst({ where: { id: assetId, status: "stored" } });
  const file = asset?.storageKey ? await mediaStorage().open(asset.storageKey) : undefined;
  if (!asset?.detectedMimeType || !file) throw new AppError("NOT_FOUND", `No stored file ${assetId}`);
  const { ending, type = asset.detectedMimeType } = wire[asset.detectedMimeType] ?? { ending: "bin" };
  const outcome = await uploadMedia({
    phoneNumberId,
    accessToken: integrationToken(integration),
    file,
    sizeBytes: Number(asset.sizeBytes),
    mimeType: type,
    filename: `${assetId}.${ending}`,
    timeoutMs: env().MEDIA_TIMEOUT_MS,
  });
  if (outcome.kind === "uploaded") await run(remember, [assetId, phoneNumberId, outcome.providerMediaId]);
  return outcome;
}
