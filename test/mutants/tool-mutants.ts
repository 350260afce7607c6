import type { Mutant } from "./mutant";

const effects = "src/domain/orchestrator/apply-effects.ts";
const due = "src/domain/follow-ups/queue-due-follow-ups.ts";
const quiet = "src/domain/outbound/return-quiet-conversations.ts";
const takeOver = "src/domain/outbound/take-over.ts";
const botJobs = "src/domain/outbound/bot-jobs-sql.ts";
const check = "src/domain/runner/check-follow-up.ts";
const silent = "src/domain/runner/hand-over-silently.ts";
const run = "src/domain/orchestrator/tools/run-tool-call.ts";
const byEffects = ["test/integration/orchestrator/apply-effects.test.ts"];
const byDue = ["test/integration/follow-ups/queue-due-follow-ups.test.ts"];
const byFollowUp = ["test/integration/runner/follow-up.test.ts"];
const byHandover = ["test/integration/outbound/handover.test.ts"];
const byRun = ["test/unit/domain/orchestrator/tools/run-tool-call.test.ts"];

/** What tools may do and leave behind: effects, follow-ups, handovers, and the way back to the bot. */
export const toolMutants: Mutant[] = [
  {
    name: "a tool that is not offered is carried out",
    file: run,
    find: "offered.find(({ name }) => name === call.name)",
    replace: "offered.concat(context.turn as never).find(({ name }) => name === call.name) ?? offered[0]",
    caughtBy: byRun,
  },
  {
    name: "the model reads why a tool broke",
    file: run,
    find: "return refused(call, tool.tier, TROUBLE)",
    replace: "return refused(call, tool.tier, String(error))",
    caughtBy: byRun,
  },
  {
    name: "a clumsy wish for a person is refused",
    file: run,
    find: `if (tool.tier === "handover") return`,
    replace: "if (call.id === undefined) return",
    caughtBy: byRun,
  },
  {
    name: "effects are written by a runner that has lost its lease",
    file: effects,
    find: ` AND j."leaseToken" = $2 AND j."leaseUntil" > now()`,
    replace: " AND $2::uuid IS NOT NULL",
    caughtBy: byEffects,
  },
  {
    name: "effects are written after the lease has run out",
    file: effects,
    find: ` AND j."leaseUntil" > now()`,
    replace: "",
    caughtBy: byEffects,
  },
  {
    name: "effects are written twice",
    file: effects,
    find: ` AND t."effectsAt" IS NULL`,
    replace: "",
    caughtBy: byEffects,
  },
  {
    name: "a turn that was only tried has effects",
    file: effects,
    find: ` AND t.purpose = 'reply'`,
    replace: "",
    caughtBy: byEffects,
  },
  {
    name: "the turn of another job has effects",
    file: effects,
    find: ` AND t."jobId" = $1 AND t."conversationId" = c.id`,
    replace: "",
    caughtBy: byEffects,
  },
  {
    name: "a lead of somebody else's is changed",
    file: effects,
    find: ` AND l."contactId" = c."contactId"`,
    replace: "",
    caughtBy: byEffects,
  },
  {
    name: "two follow-ups wait in one conversation",
    file: effects,
    find: `f."conversationId" = c.id AND f.status = 'waiting'`,
    replace: `f."conversationId" = c.id AND f.status = 'none'`,
    caughtBy: byEffects,
  },
  {
    name: "a follow-up is written although the customer has written",
    file: due,
    find: `WHEN c."inboundCount" <> due."seenCount" THEN 'CUSTOMER_WROTE'`,
    replace: "",
    caughtBy: byDue,
  },
  {
    name: "a follow-up is written to who wants nothing",
    file: due,
    find: `WHEN p."optedOutAt" IS NOT NULL THEN 'OPTED_OUT'`,
    replace: "",
    caughtBy: byDue,
  },
  {
    name: "a follow-up is queued while a person speaks",
    file: due,
    find: "WHEN c.mode <> 'BOT' THEN 'HUMAN_TAKEOVER'",
    replace: "",
    caughtBy: byDue,
  },
  {
    name: "a follow-up waits on although a person has taken over",
    file: botJobs,
    find: `SET status = 'cancelled', reason = 'HUMAN_TAKEOVER'`,
    replace: "SET reason = 'HUMAN_TAKEOVER'",
    caughtBy: byDue,
  },
  {
    name: "a follow-up answers in place of the bot's answer",
    file: check,
    find: "if (turn.followUp?.seenCount !== turn.inboundCount || turn.unansweredMessageIds.length > 0)",
    replace: "if (Date.now() < 0)",
    caughtBy: byFollowUp,
  },
  {
    name: "a follow-up holds up an answer",
    file: "src/domain/outbound/claim-jobs.ts",
    find: `WHEN \${isFollowUpSql("older")} THEN \${isFollowUpSql("j")} AND older.id < j.id`,
    replace: `WHEN \${isFollowUpSql("older")} THEN older.id < j.id`,
    caughtBy: byFollowUp,
  },
  {
    name: "a follow-up and an answer are claimed at once",
    file: "src/domain/outbound/claim-jobs.ts",
    find: `WHEN \${isFollowUpSql("j")} THEN true`,
    replace: "",
    caughtBy: byFollowUp,
  },
  {
    name: "a follow-up is thought although the window has closed",
    file: check,
    find: "return isOpen ? undefined : dropped.window_closed",
    replace: "return isOpen ? undefined : undefined",
    caughtBy: byFollowUp,
  },
  {
    name: "a follow-up becomes a template",
    file: "src/domain/runner/fall-back.ts",
    find: "if (isFollowUp(job)) return dropped.window_closed;",
    replace: "if (isFollowUp(job) && Date.now() < 0) return dropped.window_closed;",
    caughtBy: byFollowUp,
  },
  {
    name: "a follow-up is sent at night",
    file: "src/domain/runner/check-duty.ts",
    find: "return isFollowUp(job) ? dropped.quiet_hours : undefined",
    replace: "return undefined",
    caughtBy: byFollowUp,
  },
  {
    name: "a follow-up becomes the sentence that no AI can be asked",
    file: "src/domain/runner/think.ts",
    find: "(turn.followUp !== null || mayWait(job, result))",
    replace: "mayWait(job, result)",
    caughtBy: byFollowUp,
  },
  {
    name: "a follow-up that is tried again knows nothing of itself",
    file: "src/domain/outbound/operate-jobs.ts",
    find: `SET "jobId" = retried.id`,
    replace: `SET "jobId" = f."jobId"`,
    caughtBy: byFollowUp,
  },
  {
    name: "a follow-up is sent where nothing is thought again",
    file: "src/domain/runner/work-job.ts",
    find: "isFollowUp(job) || rethinks",
    replace: "rethinks",
    caughtBy: byFollowUp,
  },
  {
    name: "a customer is told twice that a person takes over",
    file: silent,
    find: "reply.parts.length > 0 && !wasTold",
    replace: "reply.parts.length > 0",
    caughtBy: byHandover,
  },
  {
    name: "what was learned is lost where nothing is said",
    file: silent,
    find: "await applyEffects({ job, reply });",
    replace: "",
    caughtBy: ["test/integration/runner/tools.test.ts"],
  },
  {
    name: "a handover that Meta has refused is never told",
    file: silent,
    find: " || turn.handoverJobId === job.id",
    replace: "",
    caughtBy: byHandover,
  },
  {
    name: "a handover without a word tells nobody",
    file: "src/domain/outbound/end-claims.ts",
    find: "FROM handed_over ON CONFLICT",
    replace: "FROM handed_over WHERE false ON CONFLICT",
    caughtBy: byHandover,
  },
  {
    name: "a handover forgets its summary",
    file: "src/domain/outbound/begin-sends.ts",
    find: `THEN checked.reply -> 'handover' ->> 'summary'`,
    replace: "THEN NULL",
    caughtBy: byHandover,
  },
  {
    name: "a person's answer leaves the notification unread",
    file: "src/domain/outbound/reply-as-person.ts",
    find: `  \${answeredHandoverSql("conversation")},\n`,
    replace: "",
    caughtBy: byHandover,
  },
  {
    name: "an answer from the phone leaves the notification unread",
    file: "src/domain/inbound/take-over-by-phone.ts",
    find: `,\n  \${answeredHandoverSql("conversation")}`,
    replace: "",
    caughtBy: byHandover,
  },
  {
    name: "the bot comes back while a person is at it",
    file: takeOver,
    find: `"personActiveAt" = now(), `,
    replace: "",
    caughtBy: byHandover,
  },
  {
    name: "the bot comes back where it never should",
    file: quiet,
    find: "WHEN 'null' THEN NULL WHEN 'number'",
    replace: "WHEN 'number'",
    caughtBy: byHandover,
  },
  {
    name: "the bot comes back before its handover was said",
    file: quiet,
    find: ` OR job."heldAt" IS NOT NULL)`,
    replace: " OR true)",
    caughtBy: byHandover,
  },
  {
    name: "a customer counts as told what Meta never took",
    file: quiet,
    find: ` AND NOT quiet."isUntold"`,
    replace: "",
    caughtBy: byHandover,
  },
  {
    name: "the bot comes back and has forgotten what was promised",
    file: quiet,
    find: `CASE WHEN quiet."isUnmet" THEN c."handoverReason" END`,
    replace: "NULL",
    caughtBy: byHandover,
  },
  {
    name: "the bot comes back and remembers what a person has done",
    file: quiet,
    find: `CASE WHEN quiet."isUnmet" THEN c."handoverReason" END`,
    replace: `c."handoverReason"`,
    caughtBy: byHandover,
  },
  {
    name: "the bot comes back and leaves unanswered what was written",
    file: quiet,
    find: `  \${takenUpSql()},\n`,
    replace: "",
    caughtBy: byHandover,
  },
];
