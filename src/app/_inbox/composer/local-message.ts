import type { ShownMessage } from "@/app/_inbox/thread/thread-rows";
import type { Posted } from "./outbox";

/** What is on its way, as a bubble: it becomes the real one under the same client id. `at`: its place among others of ours. */
export function toLocalMessage(posted: Posted, id: number, authorName: string | null): ShownMessage {
  const { clientId, conversationId, text, content, file, quotedText, at, state, error, progress } = posted;
  return {
    kind: "message",
    id,
    conversationId,
    author: "PERSON",
    authorName,
    type: typeof content?.type === "string" ? content.type : "text",
    body: text === "" ? null : text,
    content: content ?? null,
    text,
    status: "PENDING",
    error: null,
    possibleDuplicate: false,
    isEdited: false,
    isRevoked: false,
    providerMessageId: null,
    quoted: quotedText === undefined ? null : { messageId: null, author: null, text: quotedText },
    reactions: [],
    files: file?.previewUrl ? [previewOf(posted, file.previewUrl)] : [],
    at,
    deliveredAt: null,
    readAt: null,
    jobId: null,
    clientId,
    canRetry: false,
    hasStory: false,
    local: { state, error, progress },
  };
}

function previewOf({ clientId, file }: Posted, url: string): ShownMessage["files"][number] {
  return {
    id: clientId,
    kind: file?.kind ?? null,
    mimeType: file?.file.type ?? "",
    filename: file?.file.name ?? null,
    sizeBytes: file?.file.size ?? null,
    durationMs: null,
    status: "stored",
    url,
    transcript: null,
    error: null,
  };
}
