// A call of an AI, written down before it is made: its row of AiUsage, the turn it belongs to with what has happened in it so
// far, and an estimate set aside from the day's budgets. One statement and one transaction; concurrent calls share it.
//
// Two that begin at the same time cannot both take the last of a budget: the rows of AiSpending are locked before they are
// read. Within one statement the sums run over all its calls, so at the very end of a budget a small call can be refused
// beside a large one that was. A runner whose lease has run out may not spend any more.

import { isDatabaseAway } from "@/infra/database/database-error";
import { run } from "@/infra/database/statement";
import { joinCalls } from "@/lib/join-calls";
import { oncePerProcess } from "@/lib/once-per-process";
import type { AiTurnInputs, AiTurnStep } from "./ai-turn";
import type { Budgets } from "./budgets";
import { contactSpenderSql, lockedSpendingSql, TODAY } from "./spending-sql";

export type CallPurpose = "reply" | "rerun" | "embedding" | "transcription" | "eval";

/** A turn as it is stored with its first call; its further calls only append what has happened since. */
export interface TurnToStore {
  id: string;
  organizationId: string;
  conversationId: number;
  jobId: number;
  purpose: "reply" | "rerun";
  seenCount: number;
  personaVersion: number | null;
  promptVersion: string;
  promptHash: string;
  inputs: AiTurnInputs;
  /** Here those that are not stored yet. */
  steps: AiTurnStep[];
}

export interface CallToBegin {
  organizationId: string;
  jobId: number | null;
  turnId: string | null;
  contactId: number | null;
  purpose: CallPurpose;
  provider: string;
  model: string;
  estimatedMicroUsd: number;
  budgets: Budgets;
  /** Null for calls of no turn, and for those of a turn that is not kept. */
  turn: TurnToStore | null;
  /** Of the job, where only the runner that holds it may ask. */
  leaseToken: string | null;
}

/** - `budget`: whose is used up. - `lost`: the lease is gone. Nothing was stored for either. */
export type CallVerdict =
  | { verdict: "ask"; callId: number }
  | { verdict: "budget"; whose: "organization" | "contact" }
  | { verdict: "lost" };

const BATCH_MAX = 100;

const ASKED = `asked AS MATERIALIZED (
    SELECT a.*, ${TODAY} AS day, ${contactSpenderSql('a."contactId"')} AS contact
    FROM json_to_recordset($1) AS a(position int, "organizationId" text, "jobId" bigint, "turnId" uuid, "contactId" bigint,
      purpose text, provider text, model text, "estimatedMicroUsd" bigint, "organizationBudget" bigint,
      "contactBudget" bigint, turn jsonb, "leaseToken" uuid)
  ),
  spender AS MATERIALIZED (
    SELECT "organizationId", day, 'organization' AS spender FROM asked
    UNION SELECT "organizationId", day, contact FROM asked WHERE contact IS NOT NULL
  )`;

/** A day's first call of an organization finds no row to lock: it makes one and begins again. */
const newDayStatement = {
  name: "begin_spending_day",
  text: `
  WITH ${ASKED}
  INSERT INTO "AiSpending" ("organizationId", day, spender)
  SELECT "organizationId", day, spender FROM spender ORDER BY 1, 2, 3 ON CONFLICT DO NOTHING`,
};

// A contact's first call of a day, which most calls are, makes the row with what it sets aside in it. The row cannot be
// locked before it is there; when somebody else makes it meanwhile, this one does not, and the call is judged again.

const statement = {
  name: "begin_calls",
  text: `
  WITH ${ASKED},
  ${lockedSpendingSql("spender")},
  weighed AS MATERIALIZED (
    SELECT asked.*, asked.contact IS NOT NULL AND contact.spender IS NULL AS "isNewContact", nextval('"AiUsage_id_seq"') AS "callId", CASE
        WHEN asked."leaseToken" IS NOT NULL AND NOT EXISTS (
          SELECT 1 FROM "OutboundJob" j WHERE j.id = asked."jobId" AND j.status = 'running'
            AND j."leaseToken" = asked."leaseToken" AND j."leaseUntil" > now()) THEN 'lost'
        WHEN organization.spender IS NULL THEN 'new_day'
        WHEN organization."microUsd" + sum("estimatedMicroUsd")
          OVER (PARTITION BY asked."organizationId" ORDER BY position) > "organizationBudget" THEN 'organization'
        WHEN coalesce(contact."microUsd", 0) + sum("estimatedMicroUsd")
          OVER (PARTITION BY asked."organizationId", asked.contact ORDER BY position) > "contactBudget" THEN 'contact'
        ELSE 'ask'
      END AS verdict
    FROM asked
    LEFT JOIN spending organization
      ON organization."organizationId" = asked."organizationId" AND organization.spender = 'organization'
    LEFT JOIN spending contact
      ON contact."organizationId" = asked."organizationId" AND contact.spender = asked.contact
  ),
  new_contact AS (
    INSERT INTO "AiSpending" ("organizationId", day, spender, "microUsd", calls)
    SELECT "organizationId", day, contact, sum("estimatedMicroUsd")::bigint, count(*)::int
    FROM weighed WHERE "isNewContact" AND verdict = 'ask' GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
    ON CONFLICT DO NOTHING RETURNING "organizationId", spender
  ),
  judged AS MATERIALIZED (
    SELECT w.position, w."organizationId", w.day, w.contact, w."isNewContact", w."jobId", w."turnId", w."contactId",
      w.purpose, w.provider, w.model, w."estimatedMicroUsd", w.turn, w."callId",
      CASE WHEN w.verdict = 'ask' AND w."isNewContact" AND new_contact.spender IS NULL THEN 'new_day' ELSE w.verdict END
        AS verdict
    FROM weighed w
    LEFT JOIN new_contact
      ON new_contact."organizationId" = w."organizationId" AND new_contact.spender = w.contact
  ),
  spent AS (
    UPDATE "AiSpending" s SET "microUsd" = s."microUsd" + more."microUsd", calls = s.calls + more.calls
    FROM (
      SELECT j."organizationId", j.day, each.spender, sum(j."estimatedMicroUsd")::bigint AS "microUsd",
        count(*)::int AS calls
      FROM judged j CROSS JOIN LATERAL (VALUES ('organization'), (j.contact)) AS each(spender)
      WHERE j.verdict = 'ask' AND each.spender IS NOT NULL
        AND NOT (j."isNewContact" AND each.spender = j.contact) GROUP BY 1, 2, 3
    ) more
    WHERE s."organizationId" = more."organizationId" AND s.day = more.day AND s.spender = more.spender
  ),
  turn AS (
    INSERT INTO "AiTurn" AS t (id, "organizationId", "conversationId", "jobId", purpose, "seenCount", "personaVersion",
      "promptVersion", "promptHash", inputs, steps)
    SELECT new.id, new."organizationId", new."conversationId", new."jobId", new.purpose, new."seenCount",
      new."personaVersion", new."promptVersion", new."promptHash", new.inputs, new.steps
    FROM judged CROSS JOIN LATERAL jsonb_populate_record(NULL::"AiTurn", judged.turn) new
    WHERE judged.verdict = 'ask' AND judged.turn IS NOT NULL
    ON CONFLICT (id) DO UPDATE SET steps = t.steps || excluded.steps
  ),
  usage AS (
    INSERT INTO "AiUsage" (id, "organizationId", "jobId", "turnId", "contactId", purpose, provider, model,
      "estimatedMicroUsd")
    SELECT "callId", "organizationId", "jobId", "turnId", "contactId", purpose, provider, model, "estimatedMicroUsd"
    FROM judged WHERE verdict = 'ask'
  )
  SELECT position, verdict, "callId" FROM judged`,
};

interface Row extends Record<string, unknown> {
  position: number;
  verdict: "ask" | "lost" | "organization" | "contact" | "new_day";
  callId: number;
}

/** Declares that an AI is about to be asked, or learns why it must not be. */
export function beginCall(call: CallToBegin): Promise<CallVerdict> {
  return oncePerProcess("begin-call", () =>
    joinCalls<CallToBegin, CallVerdict>({
      flush: beginCalls,
      sizeMax: BATCH_MAX,
      flushesMax: 2,
      concernsAll: isDatabaseAway,
    }),
  )(call);
}

async function beginCalls(calls: CallToBegin[]): Promise<CallVerdict[]> {
  const verdicts = new Map<number, CallVerdict>();
  let open = calls.map(toParameter);
  while (open.length > 0) {
    const rows = await run<Row>(statement, [JSON.stringify(open)]);
    for (const row of rows) if (row.verdict !== "new_day") verdicts.set(row.position, toVerdict(row));
    open = open.filter(({ position }) => !verdicts.has(position));
    if (open.length > 0) await run(newDayStatement, [JSON.stringify(open)]);
  }
  return calls.map((_, position) => verdicts.get(position) ?? { verdict: "lost" });
}

function toParameter({ budgets, ...call }: CallToBegin, position: number) {
  return {
    ...call,
    position,
    organizationBudget: budgets.organizationMicroUsd,
    contactBudget: budgets.contactMicroUsd,
  };
}

function toVerdict({ verdict, callId }: Row): CallVerdict {
  if (verdict === "ask") return { verdict, callId };
  if (verdict === "organization" || verdict === "contact") return { verdict: "budget", whose: verdict };
  return { verdict: "lost" };
}
