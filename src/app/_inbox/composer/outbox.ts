// What has been sent from this tab and is not in the thread yet. One after the other within a conversation, so that two messages
// never overtake each other; each keeps its client id on every try, and that id is the server's idempotency key: a try whose
// answer was lost is not a second message. It knows nothing of React and nothing of fetch, and is handed both.

import type { ComposerState } from "@/app/_contract/conversation";

export interface Letter {
  clientId: string;
  conversationId: number;
  text: string;
  /** For what is no plain text: built when it is sent, after its file is uploaded. */
  content?: Record<string, unknown>;
  file?: { file: File; kind: string; previewUrl: string | null };
  /** What the quoted message said, for the bubble. */
  quotedText?: string | null;
  at: string;
}

export interface Posted extends Letter {
  state: "queued" | "sending" | "accepted" | "failed";
  error: string | null;
  progress: number | null;
}

/** What came of a try. `refused`: a state forbids it; `limited` and `offline`: it can go later; `failed`: a person decides. */
export type Outcome =
  | { kind: "accepted" }
  | { kind: "refused"; state: ComposerState; reason: string }
  | { kind: "limited"; retryAfterMs: number }
  | { kind: "offline" }
  | { kind: "failed"; reason: string };

interface Hands {
  post: (letter: Letter, onProgress: (progress: number) => void) => Promise<Outcome>;
  onOutcome: (letter: Posted, outcome: Outcome) => void;
  /** Calls back after a while; a test calls at once. */
  later: (again: () => void, ms: number) => void;
}

/** Nothing answered: tried again by itself after this, or as soon as the browser says it is online. */
const OFFLINE_RETRY_MS = 5_000;

export function createOutbox(hands: Hands) {
  let posted: readonly Posted[] = [];
  const listeners = new Set<() => void>();

  function set(next: readonly Posted[]) {
    posted = next;
    for (const listener of listeners) listener();
  }

  function change(clientId: string, change: Partial<Posted>) {
    set(posted.map((one) => (one.clientId === clientId ? { ...one, ...change } : one)));
  }

  const remove = (clientId: string) => set(posted.filter((one) => one.clientId !== clientId));

  async function flush(conversationId: number): Promise<void> {
    const own = posted.filter((one) => one.conversationId === conversationId);
    if (own.some(({ state }) => state === "sending")) return;
    const next = own.find(({ state }) => state === "queued");
    if (!next) return;
    const { clientId } = next;
    change(clientId, { state: "sending", error: null });
    const outcome = await hands.post(next, (progress) => change(clientId, { progress }));
    settle(clientId, outcome);
    hands.onOutcome(next, outcome);
    if (outcome.kind === "limited" || outcome.kind === "offline") {
      const ms = outcome.kind === "limited" ? outcome.retryAfterMs : OFFLINE_RETRY_MS;
      hands.later(() => void flush(conversationId), ms);
    } else await flush(conversationId);
  }

  function settle(clientId: string, outcome: Outcome) {
    if (outcome.kind === "accepted") change(clientId, { state: "accepted", progress: null });
    else if (outcome.kind === "refused") remove(clientId);
    else if (outcome.kind === "failed")
      change(clientId, { state: "failed", error: outcome.reason, progress: null });
    else change(clientId, { state: "queued", progress: null });
  }

  return {
    subscribe(listener: () => void) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    all: () => posted,
    send(letter: Letter): Promise<void> {
      set([...posted, { ...letter, state: "queued", error: null, progress: null }]);
      return flush(letter.conversationId);
    },
    /** The same client id again: if the first try did arrive after all, it is still one message. */
    retry(clientId: string): Promise<void> {
      const again = posted.find((one) => one.clientId === clientId && one.state === "failed");
      if (!again) return Promise.resolve();
      change(clientId, { state: "queued", error: null });
      return flush(again.conversationId);
    },
    discard: remove,
    /** The thread has them now. */
    arrived(clientIds: ReadonlySet<string>) {
      if (posted.some((one) => clientIds.has(one.clientId)))
        set(posted.filter((one) => !clientIds.has(one.clientId)));
    },
    /** The connection is back. */
    async flushAll(): Promise<void> {
      await Promise.all([...new Set(posted.map((one) => one.conversationId))].map(flush));
    },
  };
}
