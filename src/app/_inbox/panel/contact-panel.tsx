"use client";

/** The right pane: who the customer is, their lead, and what else is known of them. */
export function ContactPanel({ conversationId }: { conversationId: number }) {
  return <aside data-conversation={conversationId} className="h-full min-h-0 overflow-y-auto" />;
}
