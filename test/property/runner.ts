// A runner, one step at a time: what src/domain/runner does in one go is cut here at every point at which its process
// could die, or sleep until long after its lease. The verbs are the product's; so is what a stored reply and a refusal
// mean. Only the AI and Meta are played.

import {
  type Claim,
  type ClaimEnd,
  type ClaimedJob,
  claimJobs,
  extendLeases,
  postponed,
  readablePart,
  readTurn,
  retryDelayMs,
} from "@/domain/outbound";
import { beginSend, type SendVerdict } from "@/domain/outbound/begin-sends";
import { type Draft, storedDraft } from "@/domain/runner/think";
import { env } from "@/lib/env";
import { beginCall, call, endWith, writeDown } from "./call";
import { type Ai, type Luck, replyShapes } from "./luck";
import type { Ending, Model, Runner } from "./model";
import { botReply, readText } from "./words";
import type { World } from "./world";

/** Claims up to `max` jobs, each in the hands of a runner of its own. */
export async function claim(world: World, max: number): Promise<Runner[]> {
  const { model } = world;
  const runners: Runner[] = [];
  await world.act("work is looked for", async () => {
    for (const found of await claimJobs(max)) runners.push(newRunner(model, found));
    const claims = runners.map(({ name, job }) => `${name} claims the ${model.nameOfJob(job.id)}`);
    model.tellMore(`: ${claims.join(", ") || "nothing is due"}`);
    return { kind: "claimed", runners };
  });
  return runners;
}

/** Lets a runner take its next step. */
export async function goOn(world: World, runner: Runner, luck: Luck): Promise<void> {
  switch (runner.stage) {
    case "claimed":
      think(world, runner, luck);
      break;
    case "thought":
      await begin(world, runner);
      break;
    case "superseded":
      await lookAgain(world, runner);
      break;
    case "begun":
      call(world, runner, luck.meta);
      break;
    case "called":
      await writeDown(world, runner);
      break;
    case "ending":
      await endWith(world, runner, decided(runner));
  }
}

/** What happens when something unexpected is thrown at a runner: its job is tried again. */
export async function stumble(world: World, runner: Runner): Promise<void> {
  world.model.tell(`${runner.name} meets an unexpected error`);
  await endWith(world, runner, { end: afterTrouble(runner.job, "INTERNAL") });
}

/** Once a second, while the AI thinks. */
export async function prolong(world: World, { name, job }: Runner): Promise<void> {
  await world.act(`${name} prolongs its lease`, async () => {
    const states = await extendLeases([job]);
    world.model.tellMore(states.length === 0 ? ": it is lost" : "");
    return { kind: "prolonged" };
  });
}

function newRunner(model: Model, { job, turn }: Claim): Runner {
  const nothing = { draft: null, call: null, outcome: null, ending: null };
  const name = `runner ${model.runners.length + 1}`;
  const runner: Runner = {
    ...nothing,
    name,
    job,
    turn,
    stage: "claimed",
    part: job.partsSent + 1,
    rethinks: 0,
    begunAt: 0,
  };
  model.runners.push(runner);
  return runner;
}

function think({ model }: World, runner: Runner, { ai }: Luck): void {
  const { job, turn } = runner;
  const isTakenOver = job.author === "BOT" && turn.mode === "HUMAN" && turn.handoverJobId !== job.id;
  const stored = runner.rethinks === 0 ? storedDraft({ job, turn }) : null;
  if (isTakenOver) prepareEnd(model, runner, forbidden.human);
  else if (stored) takeDraft(runner, stored);
  else if (ai === "down") prepareEnd(model, runner, { end: afterTrouble(job, "AI_UNAVAILABLE") });
  else takeDraft(runner, newDraft(model, runner, ai));
}

function takeDraft(runner: Runner, draft: Draft): void {
  runner.draft = draft;
  runner.stage = "thought";
}

function newDraft(model: Model, { name, turn }: Runner, ai: Exclude<Ai, "down">): Draft {
  model.replies += 1;
  const reply = `reply ${model.replies}`;
  const answers = turn.unansweredMessageIds.toSorted((a, b) => a - b);
  model.tell(`${name} thinks of ${reply} to ${model.namesOf(answers)} (${ai})`);
  return {
    reply: botReply(reply, answers, replyShapes[ai]),
    seenCount: turn.inboundCount,
    answeredJobIds: turn.waitingJobIds,
    isFixed: false,
  };
}

async function begin(world: World, runner: Runner): Promise<void> {
  const { model } = world;
  const { job, draft, part, name } = runner;
  if (!draft) throw new Error("Nothing to send");
  if (part > draft.reply.parts.length) {
    prepareEnd(model, runner, { end: { to: "done" } });
    return;
  }
  const mayThinkAgain = runner.rethinks < env().REPLY_RETHINK_MAX;
  const mayBeSuperseded = mayThinkAgain && part === 1 && !draft.isFixed;
  let verdict: SendVerdict = { verdict: "lost" };
  const { reply } = readText(readablePart(draft.reply.parts[0] ?? "") ?? "");
  const whole = draft.reply.parts.length === 1 ? reply : `${reply}, part ${part}`;
  await world.act(`${name} begins to send ${whole}`, async () => {
    verdict = await beginSend({ ...draft, job, part, mayBeSuperseded });
    model.tellMore(`: ${verdict.verdict}`);
    runner.call = verdict.verdict === "send" ? beginCall(model, runner, verdict) : null;
    return { kind: "begun", runner, verdict, call: runner.call };
  });
  afterBegin(model, runner, verdict);
}

function afterBegin(model: Model, runner: Runner, verdict: SendVerdict): void {
  switch (verdict.verdict) {
    case "send":
      runner.stage = "begun";
      break;
    case "duplicate":
      runner.part += 1;
      break;
    case "superseded":
      runner.stage = "superseded";
      break;
    case "lost":
      runner.stage = "over";
      break;
    case "unknown": {
      const error = "An earlier call has no known outcome";
      prepareEnd(model, runner, { end: { to: "uncertain", error } });
      break;
    }
    case "human":
    case "opted_out":
    case "window_closed":
      prepareEnd(model, runner, forbidden[verdict.verdict]);
      break;
    case "group":
    case "marketing_opted_out":
      throw new Error("Nobody in this world is a group or is sent a template");
    default: {
      const end = postponed(verdict.verdict.toUpperCase(), "Not now", verdict.waitMs);
      prepareEnd(model, runner, { end });
    }
  }
}

async function lookAgain({ model }: World, runner: Runner): Promise<void> {
  const newer = await readTurn(runner.job.id);
  model.tell(`${runner.name} reads the conversation again`);
  if (newer) runner.turn = newer;
  runner.rethinks += 1;
  runner.draft = null;
  runner.stage = newer ? "claimed" : "over";
}

function prepareEnd(model: Model, runner: Runner, ending: Ending): void {
  model.tellMore(`; ${runner.name} is about to end its claim`);
  runner.ending = ending;
  runner.stage = "ending";
}

function decided({ ending }: Runner): Ending {
  if (!ending) throw new Error("No end was decided");
  return ending;
}

function afterTrouble({ attempts }: ClaimedJob, code: string): ClaimEnd {
  const { JOB_MAX_ATTEMPTS, JOB_RETRY_BASE_MS } = env();
  if (attempts >= JOB_MAX_ATTEMPTS) return { to: "failed", code, error: code };
  const delayMs = retryDelayMs(attempts, JOB_RETRY_BASE_MS);
  return { to: "queued", delayMs, code, error: code, countAttempt: true };
}

const forbidden: Record<"human" | "opted_out" | "window_closed", Ending> = {
  human: { end: { to: "cancelled", code: "HUMAN_TAKEOVER", error: "A person has taken over" } },
  opted_out: { end: { to: "cancelled", code: "OPTED_OUT", error: "The customer has opted out" } },
  window_closed: {
    end: { to: "failed", code: "WINDOW_CLOSED", error: "More than 24 hours" },
    notification: {
      kind: "WINDOW_CLOSED",
      title: "Not answered in time",
      body: "Only a template can be sent",
    },
  },
};
