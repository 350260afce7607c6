import type { OutboundContent } from "@/infra/whatsapp/outbound-content";
import { AppError } from "@/lib/errors";

/**
 * A content as Meta can take it: a file of ours (`assetId`) in it, or in its header, is uploaded and named by Meta's id.
 * Rejects with INVALID_INPUT while nothing uploads files.
 */
export function withFilesAtMeta(content: OutboundContent): Promise<OutboundContent> {
  if (assetIn(content) === undefined) return Promise.resolve(content);
  const publicMessage = "Files of ours cannot be sent yet: name the file by its link, or by its id at Meta.";
  return Promise.reject(new AppError("INVALID_INPUT", publicMessage, { publicMessage }));
}

function assetIn(content: OutboundContent): string | undefined {
  if ("assetId" in content) return content.assetId;
  const header = content.type === "template" ? content.parameters.header : headerOf(content);
  return header && "assetId" in header ? header.assetId : undefined;
}

function headerOf(content: OutboundContent) {
  return "header" in content ? content.header : undefined;
}
