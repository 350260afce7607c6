import { jobColumnsSql } from "@/domain/outbound";
import type { OutboundJobStatus } from "@/infra/database/generated/enums";
import { explainFailure, type Failure } from "./explain-failure";
import { mayRetryJobSql } from "./may-retry";

export interface JobItem {
  id: number;
  status: OutboundJobStatus;
  author: "BOT" | "PERSON";
  /** OPT_OUT or OPT_IN: a fixed confirmation. */
  purpose: string | null;
  conversationId: number;
  customerName: string;
  inboundProviderMessageId: string | null;
  attempts: number;
  error: (Failure & { detail: string | null }) | null;
  /** The job of the same conversation that has to end first. */
  waitsForJobId: number | null;
  /** An uncertain job that waits for a person, and no longer for a receipt. */
  isHeld: boolean;
  canRetry: boolean;
  runAt: Date;
  createdAt: Date;
  completedAt: Date | null;
}

/** Columns of a job j. */
export const jobItemColumnsSql = `
  ${jobColumnsSql}, j.author, j.purpose, ${mayRetryJobSql("j")} AS "canRetry", (
    SELECT coalesce(p.name, p."profileName", p.username, p.phone, p."userId", p.address)
    FROM "Conversation" c JOIN "Contact" p ON p.id = c."contactId" WHERE c.id = j."conversationId"
  ) AS "customerName"`;

export type StoredJob = Omit<JobItem, "error"> & {
  errorCode: string | null;
  error: string | null;
} & Record<string, unknown>;

/** What is shown of what is stored. */
export function toJobItem({ errorCode, error, ...job }: StoredJob): JobItem {
  const hasError = errorCode !== null || error !== null;
  return { ...job, error: hasError ? { ...explainFailure(errorCode, error), detail: error } : null };
}
