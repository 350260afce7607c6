"use client";

// The one outbox of this tab, with its hands: fetch, the clock, and the drafts that take back what was refused.

import { InboxError } from "@/app/_client/call-inbox";
import { createOutbox, type Letter, type Outcome, type Posted } from "./outbox";
import { postMessage } from "./post-message";
import { uploadFile } from "./upload-file";

type Listener = (letter: Posted, outcome: Outcome) => void;

const listeners = new Set<Listener>();

/** Hears what becomes of every send of this tab. */
export function onOutcome(listener: Listener): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

export const outbox = createOutbox({
  post,
  onOutcome: (letter, outcome) => {
    for (const listener of listeners) listener(letter, outcome);
  },
  later: (again, ms) => void setTimeout(again, ms),
});

/** A file that was uploaded once is not uploaded again because its message had to be tried twice. */
const uploaded = new Map<string, string>();

async function post(letter: Letter, onProgress: (progress: number) => void): Promise<Outcome> {
  try {
    await postMessage(letter, await contentOf(letter, onProgress));
    uploaded.delete(letter.clientId);
    return { kind: "accepted" };
  } catch (error) {
    return outcomeOf(error);
  }
}

async function contentOf(
  { clientId, conversationId, content, file }: Letter,
  onProgress: (progress: number) => void,
) {
  if (!file) return content;
  const assetId =
    uploaded.get(clientId) ?? (await uploadFile({ conversationId, file: file.file, onProgress }));
  uploaded.set(clientId, assetId);
  return { ...content, assetId };
}

function outcomeOf(error: unknown): Outcome {
  if (!(error instanceof InboxError)) return { kind: "failed", reason: String(error) };
  const { code, message, more } = error;
  if (code === "OFFLINE") return { kind: "offline" };
  if (more.state !== undefined) return { kind: "refused", state: more.state, reason: message };
  if (code === "RATE_LIMITED") return { kind: "limited", retryAfterMs: (more.retryAfter ?? 5) * 1000 };
  return { kind: "failed", reason: message };
}

if (typeof window !== "undefined") {
  window.addEventListener("online", () => void outbox.flushAll());
  // What is still on its way would be lost with the tab.
  window.addEventListener("beforeunload", (event) => {
    if (outbox.all().some(({ state }) => state === "queued" || state === "sending")) event.preventDefault();
  });
}
