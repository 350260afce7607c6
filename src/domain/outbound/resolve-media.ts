// Files of ours (`assetId`) in what is sent, alone or in a header: whether they may be sent, and Meta's id for them.

import type { IntegrationCredentials } from "@/domain/integrations";
import { uploadForSending } from "@/domain/media";
import { prisma } from "@/infra/database/prisma";
import type { OutboundContent } from "@/infra/whatsapp/outbound-content";
import { AppError } from "@/lib/errors";
import type { Refused } from "./retry-policy";

interface OwnFile {
  assetId: string;
  /** What it is sent as. */
  type: string;
}

/** @throws INVALID_INPUT for a file that is not this organization's, or not what it is to be sent as. */
export async function checkFiles(content: OutboundContent, organizationId: string): Promise<void> {
  const file = fileIn(content);
  if (!file) return;
  const where = { id: file.assetId, organizationId, status: "stored" };
  const asset = await prisma().mediaAsset.findFirst({ where });
  if (!asset) throw refusal(`There is no stored file ${file.assetId}.`);
  const kind = asset.kind === "voice" ? "audio" : asset.kind;
  if (kind !== file.type) throw refusal(`The file ${file.assetId} is ${kind}, not ${file.type}.`);
}

/**
 * A content as Meta can take it: a file of ours is uploaded, unless Meta has it already, and named by Meta's id. Nothing
 * is sent by this, so a failure is like a refused send.
 */
export async function withFilesAtMeta(
  content: OutboundContent,
  integration: IntegrationCredentials,
): Promise<{ content: OutboundContent } | { refused: Refused }> {
  const file = fileIn(content);
  if (!file) return { content };
  const outcome = await uploadForSending(file.assetId, integration);
  if (outcome.kind === "refused") return { refused: outcome };
  return { content: withId(content, outcome.providerMediaId) };
}

function fileIn(content: OutboundContent): OwnFile | undefined {
  const place = "assetId" in content ? content : headerOf(content);
  if (!place || !("assetId" in place) || place.assetId === undefined) return undefined;
  return { assetId: place.assetId, type: place.type };
}

function headerOf(content: OutboundContent) {
  if (content.type === "template") return content.parameters.header;
  return "header" in content ? content.header : undefined;
}

function withId(content: OutboundContent, id: string): OutboundContent {
  const named = { id, assetId: undefined };
  if ("assetId" in content) return { ...content, ...named };
  if (content.type === "template") {
    const { parameters } = content;
    const header = { ...parameters.header, ...named } as typeof parameters.header;
    return { ...content, parameters: { ...parameters, header } };
  }
  return { ...content, header: { ...headerOf(content), ...named } } as OutboundContent;
}

function refusal(publicMessage: string): AppError {
  return new AppError("INVALID_INPUT", publicMessage, { publicMessage });
}
