import type { Mutant } from "./mutant";

const begin = "src/domain/ai-turns/begin-call.ts";
const end = "src/domain/ai-turns/end-call.ts";
const lost = "src/domain/ai-turns/close-lost-calls.ts";
const locked = "src/domain/ai-turns/spending-sql.ts";
const decide = "src/domain/ai-turns/decide-turns-sql.ts";
const finish = "src/domain/orchestrator/finish-answer.ts";
const tools = "src/domain/orchestrator/carry-out-tools.ts";
const record = "src/domain/orchestrator/turn-record.ts";
const byBooks = ["test/integration/ai-turns/books.test.ts"];
const byOutcomes = ["test/integration/orchestrator/outcomes.test.ts"];
const byOpenTurns = ["test/integration/orchestrator/open-turns.test.ts"];

/** What a turn costs and keeps: the books, the budgets, what is stored and not asked again, and what is not sent. */
export const turnMutants: Mutant[] = [
  {
    name: "two processes take the last of a budget",
    file: locked,
    find: " FOR NO KEY UPDATE",
    replace: "",
    caughtBy: byBooks,
  },
  {
    name: "the budget of a contact is not looked at",
    file: begin,
    find: ` > "contactBudget" THEN 'contact'`,
    replace: ` > "contactBudget" + 1000000000 THEN 'contact'`,
    caughtBy: byBooks,
  },
  {
    name: "a runner without its lease goes on spending",
    file: begin,
    find: ` AND j."leaseUntil" > now()) THEN 'lost'`,
    replace: ") THEN 'lost'",
    caughtBy: byBooks,
  },
  {
    name: "what was set aside stays beside what a call has cost",
    file: end,
    find: `coalesce(e."chargedMicroUsd" - open."estimatedMicroUsd", 0) AS change`,
    replace: `coalesce(e."chargedMicroUsd", 0) AS change`,
    caughtBy: byBooks,
  },
  {
    name: "an answer that comes after its call was stored as lost is not booked",
    file: end,
    find: ` OR u."errorCode" = 'UNKNOWN')`,
    replace: ")",
    caughtBy: byBooks,
  },
  {
    name: "a call that is still under way is stored as lost",
    file: lost,
    find: ` AND u."createdAt" < now() - \${LOST}`,
    replace: "",
    caughtBy: byBooks,
  },
  {
    name: "a turn stays open when its reply goes out",
    file: decide,
    find: "ELSE 'reply' END",
    replace: "ELSE 'thinking' END",
    caughtBy: byOpenTurns,
  },
  {
    name: "an open turn is thought from the beginning",
    file: record,
    find: "this.id = goesOn ? open.id : randomUUID();",
    replace: "this.id = randomUUID();",
    caughtBy: byOpenTurns,
  },
  {
    name: "stored answers are asked for again",
    file: record,
    find: "return this.#toReplay.shift();",
    replace: "return undefined;",
    caughtBy: byOpenTurns,
  },
  {
    name: "a model may call tools wrongly as often as it likes",
    file: tools,
    find: "if (handover || thinking.wrongRounds <= WRONG_ROUNDS_MAX) return handover;",
    replace: "if (handover || wrong.length >= 0) return handover;",
    caughtBy: byOutcomes,
  },
  {
    name: "what a guard blocks is asked for again",
    file: finish,
    find: `findings.some(({ severity }) => severity === "block")`,
    replace: "findings.length < 0",
    caughtBy: [
      "test/integration/orchestrator/injections.test.ts",
      ...byOutcomes,
      "test/integration/runner/ai-failures.test.ts",
    ],
  },
  {
    name: "an answer with findings is sent after one repair",
    file: finish,
    find: "if (findings.length === 0) return toReply(",
    replace: "if (findings.length === 0 || isRepaired) return toReply(",
    caughtBy: [...byOutcomes, "test/integration/orchestrator/injections.test.ts"],
  },
];
