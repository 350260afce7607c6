import { describe, expect, it } from "vitest";
import { newSelfTestAddress } from "@/domain/conversations";
import { waitUntil } from "../../scripts/local/processes";
import { newCustomer } from "../support/factories";
import { postWebhook, secrets } from "../support/own-app";
import { ownDatabase } from "../support/own-database";
import { isDone, ownSystem, phoneNumberId } from "../support/own-system";
import { envelope, textMessage, toBytes } from "../support/wire";

ownDatabase();
const system = ownSystem();

const authorised = { authorization: `Bearer ${secrets.JOB_RUNNER_TOKEN}` };
const ask = (wamid: string, init: RequestInit = { headers: authorised }) =>
  fetch(`${system.app.url}/api/jobs/self-test?message=${encodeURIComponent(wamid)}`, init);

async function write(from: string): Promise<string> {
  const message = textMessage(from, "Are you open today?");
  await postWebhook(system.app.url, toBytes(envelope(phoneNumberId, { messages: [message] })));
  return message.id;
}

describe("a self-test over HTTP", () => {
  it("is watched from the webhook to the suppressed reply, and removed", async () => {
    const from = newSelfTestAddress();
    const wamid = await write(from);
    const last = await waitUntil(
      async () => {
        const answer = await (await ask(wamid)).json();
        return answer.stage === "done" ? answer : undefined;
      },
      { what: "the self-test to be answered", timeoutMs: 15_000 },
    );
    expect(last).toMatchObject({ ok: true, outcome: "answered", jobs: 1, sends: 1, isSuppressed: true });
    expect(last.replyLength).toBeGreaterThan(0);
    expect(await system.meta.effects({ recipient: from })).toEqual([]);
    const marks = system.app.log().filter(({ msg }) => msg.startsWith("[SELF-TEST] Suppressed"));
    expect(marks).toMatchObject([{ jobId: last.jobId, ledgerId: expect.any(String) }]);

    const ended = await ask(wamid, { method: "DELETE", headers: authorised });
    expect(await ended.json()).toMatchObject({ ok: true, removed: 1 });
    expect((await ask(wamid)).status).toBe(404);
  });

  it("is shown to nobody without the token, and shows nobody else's message", async () => {
    const wamid = await write(newCustomer());
    await isDone(wamid);
    expect((await ask(wamid)).status).toBe(404);
    expect((await ask(wamid, {})).status).toBe(401);
    expect((await ask(wamid, { method: "DELETE" })).status).toBe(401);
    expect(await (await ask(wamid, { method: "DELETE", headers: authorised })).json()).toMatchObject({
      removed: 0,
    });
  });
});
