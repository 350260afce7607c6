// One signed message through the whole path, watched until it is a reply that was kept from Meta.

import { createHmac, randomBytes } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import { newSelfTestAddress } from "@/domain/conversations";
import type { SelfTest } from "@/domain/outbound";
import type { Check } from "../local/check-report";
import { bearer, type Deployment, describeAnswer, parseJson, type SecretName } from "./deployment";

const NAME = "self-test";
const PAUSE_MS = 250;
const needed: SecretName[] = ["WHATSAPP_APP_SECRET", "WHATSAPP_PHONE_NUMBER_ID", "JOB_RUNNER_TOKEN"];
const lastStages = ["done", "failed", "cancelled"];

export async function runSelfTest(deployment: Deployment): Promise<Check[]> {
  const missing = needed.filter((name) => !deployment.secrets[name]);
  if (missing.length > 0) {
    return [{ name: NAME, status: "unknown", detail: `needs ${missing.join(", ")} in the environment` }];
  }
  const wamid = `wamid.SELFTEST-IN-${randomBytes(12).toString("hex")}`;
  try {
    const taken = await write(deployment, wamid);
    if (taken.status !== "pass") return [taken];
    return [taken, ...judge(await watch(deployment, wamid), deployment.selfTestMs)];
  } finally {
    await remove(deployment, wamid);
  }
}

async function write({ ask, secrets, say }: Deployment, wamid: string): Promise<Check> {
  const name = `${NAME}: taken in`;
  const body = webhook(secrets.WHATSAPP_PHONE_NUMBER_ID ?? "", wamid);
  const hmac = createHmac("sha256", secrets.WHATSAPP_APP_SECRET ?? "").update(body);
  const headers = {
    "content-type": "application/json",
    "x-hub-signature-256": `sha256=${hmac.digest("hex")}`,
  };
  const answer = await ask("/api/webhooks/whatsapp", { method: "POST", body, headers });
  const { accepted, unrouted } = parseJson<{ accepted: number; unrouted: number }>(answer);
  say(`self-test: webhook answered ${answer.status} after ${answer.elapsedMs} ms`);
  if (answer.status !== 200) return { name, status: "fail", detail: describeAnswer(answer) };
  if (unrouted) {
    const detail = "the deployment does not know the number WHATSAPP_PHONE_NUMBER_ID";
    return { name, status: "fail", detail, mend: "npm run integrations -- list" };
  }
  return { name, status: accepted === 1 ? "pass" : "fail", detail: `durable after ${answer.elapsedMs} ms` };
}

function webhook(phoneNumberId: string, wamid: string): string {
  const text = { body: "This is a self-test of the deployment. Please answer with one short sentence." };
  const timestamp = String(Math.floor(Date.now() / 1_000));
  const message = { id: wamid, from: newSelfTestAddress(), timestamp, type: "text", text };
  const metadata = { display_phone_number: phoneNumberId, phone_number_id: phoneNumberId };
  const value = { messaging_product: "whatsapp", metadata, messages: [message] };
  const entry = [{ id: "self-test", changes: [{ field: "messages", value }] }];
  return JSON.stringify({ object: "whatsapp_business_account", entry });
}

/** The last that is known when it has ended, or when the time is up. */
async function watch(deployment: Deployment, wamid: string): Promise<Partial<SelfTest>> {
  const startedAt = performance.now();
  let last: Partial<SelfTest> = {};
  for (;;) {
    const answer = await deployment.ask(pathOf(wamid), bearer(deployment.secrets.JOB_RUNNER_TOKEN));
    if (answer.status !== 200) throw new Error(describeAnswer(answer));
    const now = parseJson<SelfTest>(answer);
    const elapsedMs = Math.round(performance.now() - startedAt);
    if (now.stage !== last.stage || now.code !== last.code)
      deployment.say(`self-test: ${[now.stage, now.code].filter(Boolean).join(", ")} after ${elapsedMs} ms`);
    last = now;
    if (lastStages.includes(now.stage ?? "") || elapsedMs > deployment.selfTestMs) return now;
    await pause(PAUSE_MS);
  }
}

function judge(test: Partial<SelfTest>, selfTestMs: number): Check[] {
  const { outcome, stage, code, attempts, elapsedMs } = test;
  const name = `${NAME}: answered`;
  if (outcome === "pending") {
    const why = code ? `, ${code} after ${attempts} attempt(s)` : "";
    const detail = `still ${stage}${why} after ${selfTestMs / 1_000} s`;
    return [{ name, status: "fail", detail, mend: "npm run jobs -- list; the log by jobId" }];
  }
  if (outcome === "fallback") {
    const detail = "no AI has answered: the reply is the business's own sentence";
    return [
      { name, status: "fail", detail, mend: "Look at DEEPSEEK_API_KEY, OPENAI_API_KEY and /health/ai." },
    ];
  }
  if (outcome !== "answered") return [{ name, status: "fail", detail: `${stage}, ${code}` }];
  const took = `${elapsedMs?.total} ms (AI ${elapsedMs?.ai} ms, send ${elapsedMs?.send} ms)`;
  const detail = `by ${test.provider} (${test.model}), ${test.replyLength} characters, after ${took}`;
  return [{ name, status: test.replyLength ? "pass" : "fail", detail }, judgeSends(test)];
}

function judgeSends({ jobs, sends = 0, isSuppressed }: Partial<SelfTest>): Check {
  const detail = `${jobs} job, ${sends} send(s), ${isSuppressed ? "kept from Meta" : "NOT kept from Meta"}`;
  return { name: `${NAME}: once`, status: jobs === 1 && sends > 0 && isSuppressed ? "pass" : "fail", detail };
}

/** What is left if this fails goes with the next run. */
async function remove({ ask, secrets, say }: Deployment, wamid: string): Promise<void> {
  try {
    const answer = await ask(pathOf(wamid), { ...bearer(secrets.JOB_RUNNER_TOKEN), method: "DELETE" });
    say(`self-test: removed (${answer.status})`);
  } catch (error) {
    say(`self-test: not removed: ${error}`);
  }
}

function pathOf(wamid: string): string {
  return `/api/jobs/self-test?message=${wamid}`;
}
