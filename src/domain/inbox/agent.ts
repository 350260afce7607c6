/** A person at work in the inbox: what they may touch, and who they are for the audit. */
export interface Agent {
  organizationId: string;
  user: { id: string };
  actor: string;
}
