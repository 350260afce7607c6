"use client";

/** The middle pane: one conversation's header, its messages and the composer. */
export function ThreadPane({ conversationId }: { conversationId: number }) {
  return <section data-conversation={conversationId} className="flex h-full min-h-0 min-w-0 flex-col" />;
}
