import { retryJob } from "@/domain/outbound";
import { inOrganization } from "@/infra/database/in-organization";
import { AppError } from "@/lib/errors";
import type { Agent } from "./agent";
import { asConflict } from "./as-conflict";
import { shownStatusSql } from "./author-sql";
import { composerStateOf } from "./composer-state";
import { explainFailure } from "./explain-failure";
import { forbiddenBy } from "./forbidden-by";
import { mayRetry, mayRetryJobSql } from "./may-retry";
import { notFound } from "./require-own";

interface Failed extends Record<string, unknown> {
  conversationId: number;
  status: string;
  type: string;
  errorCode: string | null;
  error: string | null;
  jobId: number | null;
  author: "BOT" | "PERSON" | null;
  /** The job that tries it again already. */
  retryId: number | null;
  isRetryable: boolean | null;
}

const statement = {
  name: "failed_message",
  text: `
  SELECT m."conversationId", ${shownStatusSql("m")} AS status, m.type, m."errorCode", m.error, job.id AS "jobId", job.author,
    (SELECT t.id FROM "OutboundJob" t WHERE t."retryOfId" = job.id) AS "retryId",
    ${mayRetryJobSql("job")} AS "isRetryable"
  FROM "Message" m
  LEFT JOIN LATERAL (
    SELECT j.id, j.author, j.status FROM "OutboundMessageLog" l JOIN "OutboundJob" j ON j.id = l."jobId"
    WHERE l."messageId" = m.id ORDER BY l."startedAt" DESC LIMIT 1
  ) job ON true
  WHERE m.id = $2 AND m."organizationId" = $1 AND m.direction = 'OUTBOUND'`,
};

/**
 * Tries a failed message again, as a new job: the old one stays as it was. Asked again, it is the same retry. @returns the job.
 * @throws NOT_FOUND; CONFLICT when trying again makes no sense, or with the state that forbids it.
 */
export async function retryMessage(agent: Agent, messageId: number): Promise<number> {
  const { organizationId } = agent;
  const [failed] = await inOrganization(organizationId, (ask) =>
    ask<Failed>(statement, [organizationId, messageId]),
  );
  if (!failed) throw notFound("Message", messageId);
  if (failed.retryId !== null) return failed.retryId;
  if (failed.jobId === null || !mayRetry(failed)) throw senseless(failed);
  await requireAllowed(agent, failed);
  const { jobId } = failed;
  return asConflict("This message cannot be tried again any more.", () => retryJob(jobId, agent.actor));
}

/** What a person wrote goes out where they may write; what the bot wrote, where it has the word. */
async function requireAllowed({ organizationId }: Agent, failed: Failed): Promise<void> {
  const composer = await composerStateOf(organizationId, failed.conversationId);
  const { state } = composer;
  if (failed.author === "BOT" ? state === "bot_owned" : state === "ready") return;
  const needsTemplate = state === "window_closed" || state === "never_messaged";
  if (failed.author === "PERSON" && needsTemplate && failed.type === "template") return;
  if (failed.author === "PERSON" || state !== "ready") throw forbiddenBy(composer);
  const publicMessage = "A person speaks here: what the bot could not say is theirs to say.";
  throw new AppError("CONFLICT", "The bot has no word here", { publicMessage, details: { state } });
}

function senseless({ status, errorCode, error }: Failed): AppError {
  const why = status === "FAILED" ? explainFailure(errorCode, error) : null;
  const publicMessage = why
    ? [`It cannot be tried again. ${why.reason}`, why.advice].filter(Boolean).join(" ")
    : "Only a message that has failed can be tried again.";
  return new AppError("CONFLICT", "The message cannot be tried again", { publicMessage });
}
