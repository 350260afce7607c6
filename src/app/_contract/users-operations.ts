import { z } from "zod";
import { person } from "./conversation";
import { done, instant, operation, rowId, rowIdText } from "./operation";

/** Ids of people and sessions are texts. */
const byTextId = z.object({ id: z.string().min(1).max(64) });
const role = z.enum(["ADMIN", "AGENT"]);
const name = z.string().trim().min(1).max(100);

const user = z.object({
  id: z.string(),
  name: z.string(),
  email: z.string(),
  role,
  disabledAt: instant.nullable(),
  createdAt: instant,
  /** Whether there is a password to sign in with. */
  hasPassword: z.boolean(),
  lastSignInAt: instant.nullable(),
  sessions: z.int(),
});

const session = z.object({
  id: z.string(),
  user: person,
  /** As far as something we trust says it; "unknown" else. */
  ipAddress: z.string().nullable(),
  userAgent: z.string().nullable(),
  createdAt: instant,
  /** When it was last made longer, at most a day after it was used. */
  renewedAt: instant,
  expiresAt: instant,
  /** The one that asks. */
  isCurrent: z.boolean(),
});

const auditEvent = z.object({
  id: rowId,
  /** user:<id>, operator:<name>, bot, system, … */
  actor: z.string(),
  actorName: z.string().nullable(),
  action: z.string(),
  entity: z.string(),
  entityId: z.string(),
  details: z.record(z.string(), z.unknown()),
  at: instant,
});

export const getSession = operation({
  method: "GET",
  path: "/api/inbox/session",
  summary: "Who asks, and for which organization; makes the session longer where it is in use.",
  role: "agent",
  answer: z.object({
    user: z.object({ id: z.string(), name: z.string(), email: z.string(), role }),
    organization: z.object({ id: z.string(), name: z.string() }),
    /** On a machine of one's own: nobody has signed in. */
    isSignInOff: z.boolean(),
  }),
});

export const changeOwnPassword = operation({
  method: "POST",
  path: "/api/inbox/session/password",
  summary: "Changes one's own password, and ends all other sessions of one's own.",
  role: "agent",
  body: z.object({ current: z.string().max(1_000), next: z.string().max(1_000) }),
  answer: done,
});

export const listSessions = operation({
  method: "GET",
  path: "/api/inbox/sessions",
  summary: "Where one is signed in; admins may ask for everybody's.",
  role: "agent",
  query: z.object({ whose: z.enum(["own", "everybody"]).default("own") }),
  answer: z.object({ sessions: z.array(session) }),
});

export const revokeSession = operation({
  method: "DELETE",
  path: "/api/inbox/sessions/{id}",
  summary: "Ends a session of one's own at once; admins may end anybody's of the organization.",
  role: "agent",
  params: byTextId,
  answer: done,
});

export const listUsers = operation({
  method: "GET",
  path: "/api/inbox/users",
  summary: "The people of the organization.",
  role: "admin",
  answer: z.object({ users: z.array(user) }),
});

export const addUser = operation({
  method: "POST",
  path: "/api/inbox/users",
  summary: "Adds somebody; the password that is made for them is answered this once.",
  role: "admin",
  body: z.object({ email: z.email().max(320), name, role: role.default("AGENT") }),
  answer: z.object({ user, password: z.string() }),
});

export const changeUser = operation({
  method: "PATCH",
  path: "/api/inbox/users/{id}",
  summary:
    "Renames somebody, gives another role, or takes out of use, which ends every session; never the last admin.",
  role: "admin",
  params: byTextId,
  body: z.object({ name: name.optional(), role: role.optional(), disabled: z.boolean().optional() }),
  answer: z.object({ user }),
});

export const resetPassword = operation({
  method: "POST",
  path: "/api/inbox/users/{id}/password",
  summary: "Makes a new password for somebody, answered this once, and ends all their sessions.",
  role: "admin",
  params: byTextId,
  answer: z.object({ password: z.string() }),
});

export const listPeople = operation({
  method: "GET",
  path: "/api/inbox/people",
  summary: "Whom a conversation can be given to.",
  role: "agent",
  answer: z.object({ people: z.array(person) }),
});

export const listAuditEvents = operation({
  method: "GET",
  path: "/api/inbox/audit",
  summary: "What was done and by whom, the latest first, page by page.",
  role: "admin",
  query: z.object({
    before: rowIdText.optional(),
    entity: z.string().max(64).optional(),
    entityId: z.string().max(64).optional(),
    actor: z.string().max(128).optional(),
    action: z.string().max(64).optional(),
    limit: z.coerce.number().int().min(1).max(200).default(50),
  }),
  answer: z.object({ events: z.array(auditEvent), before: rowId.nullable() }),
});

export type User = z.output<typeof user>;
export type Session = z.output<typeof session>;
export type AuditEvent = z.output<typeof auditEvent>;
