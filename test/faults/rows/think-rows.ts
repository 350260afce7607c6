import { expect } from "vitest";
import { waitUntil } from "../../../scripts/local/processes";
import { unexplainedBills } from "../../support/ai-bills";
import type { FaultProcess } from "../fault-process";
import type { Rows } from "../row";
import type { Stage } from "../stage";

/** From the claim to the reply: nothing has been sent yet, whatever dies. */
export const thinkRows: Rows<
  | "claim.before"
  | "claim.after"
  | "orchestrate.asking"
  | "orchestrate.booked"
  | "orchestrate.answered"
  | "orchestrate.stored"
  | "orchestrate.falling_back"
  | "orchestrate.superseded"
  | "lease.extending"
  | "hand_back.before"
  | "hand_back.after"
> = {
  "claim.before": [{ dies: "worker", during: "a due job" }],
  "claim.after": [{ dies: "worker", during: "a due job", check: (stage) => askedTimes(stage, 1) }],
  "orchestrate.asking": [{ dies: "worker", during: "a reply", check: (stage) => askedTimes(stage, 1) }],
  "orchestrate.booked": [{ dies: "worker", during: "a reply", check: (stage) => isBilled(stage, 1) }],
  // The one thing that is paid twice: an answer of the AI that was nowhere yet. Its call is not missing from the books.
  "orchestrate.answered": [{ dies: "worker", during: "a reply", check: (stage) => isBilled(stage, 2) }],
  "orchestrate.stored": [
    { dies: "worker", during: "a reply", check: (stage) => isBilled(stage, 1) },
    {
      dies: "worker",
      during: "a reply that calls a tool first",
      async arrange({ meta, write }) {
        await meta.addAiScript({ toolCalls: [{ name: "update_lead", arguments: "{broken" }], times: 1 });
        await write("hello");
      },
      check: (stage) => isBilled(stage, 2),
    },
  ],
  "orchestrate.falling_back": [
    {
      dies: "worker",
      during: "a reply, one AI down",
      async arrange({ meta, write }) {
        await meta.addFault({ target: "ai:deepseek", action: { type: "refuse", status: 500 } });
        await write("hello");
      },
    },
  ],
  "orchestrate.superseded": [
    {
      dies: "worker",
      during: "a reply to somebody who writes again",
      arrange: (stage) => writeToSlowAi(stage, 20_000),
      async reach(stage) {
        await isAsked(stage);
        await stage.write("and one more thing");
      },
    },
  ],
  "lease.extending": [
    { dies: "worker", during: "a slow reply", arrange: (stage) => writeToSlowAi(stage, 20_000) },
  ],
  "hand_back.before": [
    {
      dies: "worker",
      during: "SIGTERM and a slow reply",
      env: { SHUTDOWN_GRACE_MS: "0" },
      arrange: (stage) => writeToSlowAi(stage, 60_000),
      reach: askToStop,
    },
  ],
  "hand_back.after": [
    {
      dies: "worker",
      during: "SIGTERM and a slow reply",
      env: { SHUTDOWN_GRACE_MS: "0" },
      arrange: (stage) => writeToSlowAi(stage, 60_000),
      reach: askToStop,
    },
  ],
};

/** The first answer takes its time; later ones come at once. */
async function writeToSlowAi({ meta, write }: Stage, delayMs: number): Promise<void> {
  await meta.addAiScript({ text: "Slow, but here.", delayMs, times: 1 });
  await write("hello");
}

async function isAsked({ meta }: Stage): Promise<void> {
  await waitUntil(async () => (await meta.aiCalls()).length > 0, {
    what: "the AI to be asked",
    timeoutMs: 20_000,
  });
}

async function askToStop(stage: Stage, doomed: FaultProcess): Promise<void> {
  await isAsked(stage);
  doomed.signal("SIGTERM");
}

/** So often, and each bill is in our books: to the token, or as a call of which nobody knows what it came to. */
export async function isBilled(stage: Stage, times: number): Promise<void> {
  await askedTimes(stage, times);
  expect(await unexplainedBills(await stage.meta.aiCalls())).toEqual([]);
}

async function askedTimes({ meta }: Stage, times: number): Promise<void> {
  expect(await meta.aiCalls()).toHaveLength(times);
}
