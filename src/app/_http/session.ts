/** Who asks, and for which organization; nothing of another one is ever shown to them. */
export interface InboxSession {
  organizationId: string;
  user: { id: string; name: string; email: string; role: "ADMIN" | "AGENT" };
  /** Of the Session row; null where sign-in is switched off (INBOX_WITHOUT_SIGN_IN). */
  sessionId: string | null;
  /** For the audit. */
  actor: `user:${string}`;
}
