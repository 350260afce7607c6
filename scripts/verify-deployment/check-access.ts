// Who is let in: Meta with its token and signature, the scheduler with its secret, and nobody who only looks like them.

import { randomInt } from "node:crypto";
import type { Check } from "../local/check-report";
import { bearer, type Deployment, describeAnswer, judge, parseJson } from "./deployment";

const guarded: [method: string, path: string, refusals: number[]][] = [
  ["GET", "/api/cron/run-outbound-jobs", [401]],
  ["GET", "/api/cron/cleanup", [401]],
  ["POST", "/api/jobs/run-outbound", [401]],
  ["GET", "/api/jobs/self-test", [401]],
  ["GET", "/metrics", [401, 429]],
  ["GET", "/api/inbox/conversations", [401]],
];

/** What a caller without the token may come with. A comparison with an unset secret lets "Bearer undefined" in. */
const disguises: [name: string, headers: Record<string, string>][] = [
  ["no token", {}],
  ["a forged x-vercel-cron", { "x-vercel-cron": "1", "user-agent": "vercel-cron/1.0" }],
  ["Bearer undefined", { authorization: "Bearer undefined" }],
  ["Bearer null", { authorization: "Bearer null" }],
  ["an empty Bearer", { authorization: "Bearer " }],
];

export async function checkTokens({ ask }: Deployment): Promise<Check[]> {
  return await Promise.all(
    guarded.map(async ([method, path, refusals]) => {
      const asked = disguises.map(async ([name, headers]) => {
        const answer = await ask(path, { method, headers });
        return refusals.includes(answer.status) ? [] : [`${describeAnswer(answer)} to ${name}, expected 401`];
      });
      const problems = (await Promise.all(asked)).flat();
      return judge(`token of ${path}`, problems, `401 to ${disguises.length} kinds of strangers`);
    }),
  );
}

export async function checkHandshake({ ask, secrets }: Deployment): Promise<Check> {
  const name = "webhook handshake";
  const challenge = String(randomInt(1e9));
  const handshake = (token: string) =>
    ask(
      `/api/webhooks/whatsapp?${new URLSearchParams({
        "hub.mode": "subscribe",
        "hub.challenge": challenge,
        "hub.verify_token": token,
      })}`,
    );
  const stranger = await handshake("not-the-token");
  const refused =
    stranger.status === 403 ? [] : [`${describeAnswer(stranger)} to a wrong token, expected 403`];
  if (!secrets.WHATSAPP_VERIFY_TOKEN) {
    const check = judge(name, refused, "a wrong token is 403; the right one is not known here");
    return { ...check, mend: "Set WHATSAPP_VERIFY_TOKEN to try the right one." };
  }
  const ours = await handshake(secrets.WHATSAPP_VERIFY_TOKEN);
  const isEcho = ours.status === 200 && ours.text === challenge;
  const isPlain = (ours.headers.get("content-type") ?? "").startsWith("text/plain");
  const problems = [
    ...refused,
    ...(isEcho ? [] : [`${describeAnswer(ours)} to the right token, not the challenge`]),
    ...(isEcho && !isPlain ? ["the challenge is not answered as text/plain"] : []),
  ];
  return judge(name, problems, "the right token gets its challenge as text/plain, a wrong one 403");
}

export async function checkSignature({ ask }: Deployment): Promise<Check> {
  const body = JSON.stringify({ object: "whatsapp_business_account", entry: [] });
  const post = (headers: Record<string, string>) =>
    ask("/api/webhooks/whatsapp", { method: "POST", body, headers });
  const unsigned = await post({});
  const forged = await post({ "x-hub-signature-256": `sha256=${"0".repeat(64)}` });
  const problems = [
    ...(unsigned.status === 401 ? [] : [`${describeAnswer(unsigned)} to an unsigned webhook, expected 401`]),
    ...(forged.status === 401 ? [] : [`${describeAnswer(forged)} to a forged signature, expected 401`]),
  ];
  return judge("webhook signature", problems, "401 without one and to a forged one");
}

/** Really runs it: rescues, reconciles, triggers a runner. Harmless at any time, as the cron's own call is. */
export async function checkCronTrigger({ ask, secrets, isCronTriggered }: Deployment): Promise<Check[]> {
  const name = "cron trigger";
  if (!isCronTriggered) return [];
  if (!secrets.CRON_SECRET) return [{ name, status: "unknown", detail: "CRON_SECRET is not set here" }];
  const answer = await ask("/api/cron/run-outbound-jobs", bearer(secrets.CRON_SECRET));
  const { ok, message } = parseJson<{ ok: boolean; message: string }>(answer);
  if (answer.status === 200 && ok) return [{ name, status: "pass", detail: `${message}` }];
  return [{ name, status: "fail", detail: `${describeAnswer(answer)} to the right token` }];
}
