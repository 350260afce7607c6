import type { Mutant } from "./mutant";

const begin = "src/domain/outbound/begin-sends.ts";
const sender = "src/domain/outbound/send-with-idempotency.ts";
const ends = "src/domain/outbound/end-claims.ts";
const evidence = "src/domain/outbound/evidence-sql.ts";
const acceptance = "src/domain/outbound/record-acceptance.ts";
const tests = "test/integration/outbound";

/** The fences and re-checks of the send protocol. */
export const sendMutants: Mutant[] = [
  {
    name: "a send can begin with another runner's lease token",
    file: begin,
    find: `j.status = 'running' AND j."leaseToken" = i."leaseToken" AND j."leaseUntil" > now()`,
    replace: `j.status = 'running' AND j."leaseUntil" > now()`,
    caughtBy: [`${tests}/send-with-idempotency.test.ts`],
  },
  {
    name: "a send can begin after its lease has run out",
    file: begin,
    find: ` AND j."leaseUntil" > now()\n`,
    replace: "\n",
    caughtBy: [`${tests}/send-with-idempotency.test.ts`],
  },
  {
    name: "what Meta has accepted under a key is sent again",
    file: begin,
    find: `WHEN same.status = 'accepted' THEN 'duplicate'`,
    replace: "",
    caughtBy: [`${tests}/send-with-idempotency.test.ts`],
  },
  {
    name: "a call of unknown outcome is repeated",
    file: begin,
    find: `WHEN same.status IN ('sending', 'unknown') THEN 'unknown'`,
    replace: "",
    caughtBy: [`${tests}/send-with-idempotency.test.ts`],
  },
  {
    name: "the ledger row of a call of unknown outcome is overwritten",
    file: begin,
    find: `      WHERE l.status = 'refused'\n`,
    replace: "",
    caughtBy: [`${tests}/database-walls.test.ts`],
  },
  {
    name: "the bot writes to somebody who has opted out",
    file: begin,
    find: `WHEN contact."optedOutAt" IS NOT NULL AND NOT job."isConfirmation" THEN 'opted_out'`,
    replace: "",
    caughtBy: [`${tests}/send-with-idempotency.test.ts`],
  },
  {
    name: "the bot talks over a person",
    file: begin,
    find: `WHEN job.author = 'BOT' AND NOT job."isConfirmation" AND c.mode = 'HUMAN'
          AND c."handoverJobId" IS DISTINCT FROM job.id THEN 'human'`,
    replace: "",
    caughtBy: [`${tests}/people.test.ts`],
  },
  {
    name: "a person's own reply is stopped because a person speaks",
    file: begin,
    find: `WHEN job.author = 'BOT' AND NOT job."isConfirmation" AND c.mode`,
    replace: `WHEN NOT job."isConfirmation" AND c.mode`,
    caughtBy: [`${tests}/people.test.ts`],
  },
  {
    name: "a free text is sent outside the 24 hour window",
    file: begin,
    find: `WHEN job.type <> 'template' AND (c."lastInboundAt" IS NULL OR c."lastInboundAt" <= now() - \${WINDOW})
          THEN 'window_closed'`,
    replace: "",
    caughtBy: [`${tests}/send-with-idempotency.test.ts`],
  },
  {
    name: "a reply goes out that has not seen the newest message",
    file: begin,
    find: `WHEN job."mayBeSuperseded" AND c."inboundCount" <> job."seenCount" THEN 'superseded'`,
    replace: "",
    caughtBy: [`${tests}/send-with-idempotency.test.ts`],
  },
  {
    name: "a stopped number goes on sending",
    file: begin,
    find: `WHEN i.status <> 'ACTIVE' THEN 'number_stopped'`,
    replace: "",
    caughtBy: [`${tests}/send-limits.test.ts`],
  },
  {
    name: "a paused number goes on sending",
    file: begin,
    find: `WHEN i."pausedUntil" > now() THEN 'number_paused'`,
    replace: "",
    caughtBy: [`${tests}/send-limits.test.ts`],
  },
  {
    name: "one customer gets more than Meta lets through",
    file: begin,
    find: `WHEN c."pairFullAt" - now() > \${PAIR_BUCKET} THEN 'pair_rate'`,
    replace: "",
    caughtBy: [`${tests}/send-limits.test.ts`],
  },
  {
    name: "the intention is not durable before the call",
    file: begin,
    find: `FROM checked WHERE verdict = 'send'\n    ON CONFLICT`,
    replace: `FROM checked WHERE verdict = 'sent'\n    ON CONFLICT`,
    caughtBy: [`${tests}/send-with-idempotency.test.ts`],
  },
  {
    name: "a stopped runner sends when it wakes up after its lease",
    file: sender,
    find: `if (elapsedMs() > leaseMs - SEND_TIMEOUT_MS)`,
    replace: "if (elapsedMs() < 0)",
    caughtBy: [`${tests}/send-with-idempotency.test.ts`],
  },
  {
    name: "a self-test reaches Meta",
    file: sender,
    find: "isTest ? suppressSend(",
    replace: "Date.now() < 0 ? suppressSend(",
    caughtBy: [`${tests}/self-test.test.ts`],
  },
  {
    name: "a person's message is held back for a self-test",
    file: "src/domain/conversations/self-test-address.ts",
    find: " && userId === null",
    replace: "",
    caughtBy: [`${tests}/self-test.test.ts`],
  },
  {
    name: "a number sends faster than Meta allows",
    file: sender,
    find: `if (waitMs > 0) return`,
    replace: "if (waitMs < 0) return",
    caughtBy: [`${tests}/send-limits.test.ts`],
  },
  {
    name: "a cut connection counts as nothing sent",
    file: "src/infra/whatsapp/graph-call.ts",
    find: `kind: isWriting ? "lost" : "not_sent"`,
    replace: `kind: "not_sent"`,
    caughtBy: [`${tests}/send-with-idempotency.test.ts`],
  },
  {
    name: "a proxy's 5xx counts as refused",
    file: "src/infra/whatsapp/send-message.ts",
    find: `httpStatus >= 300 && httpStatus < 500 && httpStatus !== 408`,
    replace: `httpStatus >= 300`,
    caughtBy: [`${tests}/send-with-idempotency.test.ts`],
  },
  {
    name: "a runner that lost its job ends it",
    file: ends,
    find: `j.status = 'running' AND j."leaseToken" = e."leaseToken" AS held`,
    replace: "true AS held",
    caughtBy: [`${tests}/evidence.test.ts`, `${tests}/claim-jobs.test.ts`, `${tests}/reconcile.test.ts`],
  },
  {
    name: "a late refusal overwrites what a receipt has proved",
    file: ends,
    find: `WHERE l.id = job."ledgerId" AND l.status IN ('sending', 'unknown')`,
    replace: `WHERE l.id = job."ledgerId"`,
    caughtBy: [`${tests}/evidence.test.ts`, `${tests}/reconcile.test.ts`],
  },
  {
    name: "a refusal that comes late does not free an uncertain job",
    file: ends,
    find: `j.status = 'uncertain' AND e.outcome = 'refused' AND`,
    replace: `false AND`,
    caughtBy: [`${tests}/reconcile.test.ts`],
  },
  {
    name: "a part that a receipt has proved is sent again",
    file: ends,
    find: `WHEN NOT held OR "partsSent" >= part THEN 'queued'`,
    replace: `WHEN NOT held THEN 'queued'`,
    caughtBy: [`${tests}/evidence.test.ts`],
  },
  {
    name: "a job is not done when all its parts are with Meta",
    file: evidence,
    find: `WHEN job.sent >= job.parts THEN 'done'`,
    replace: "",
    caughtBy: [`${tests}/evidence.test.ts`],
  },
  {
    name: "jobs answered by the same reply are answered again",
    file: evidence,
    find: `WHERE lead.status = 'done' AND f.id = answered.id AND f.status = 'queued'`,
    replace: "WHERE false AND f.id = answered.id",
    caughtBy: ["test/integration/runner/run-outbound.test.ts"],
  },
  {
    name: "receipts that came before the answer are forgotten",
    file: acceptance,
    find: `AND r."appliedAt" IS NULL`,
    replace: `AND false`,
    caughtBy: [`${tests}/evidence.test.ts`],
  },
];
