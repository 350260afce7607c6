import { createHmac } from "node:crypto";
import { expect, it } from "vitest";
import { catalogue } from "../../src/simulator";
import { runScript } from "../support/run-script";
import { CUSTOMER, SECRET, setStage } from "./stage";

const stage = setStage();
const trigger = (...args: string[]) =>
  runScript("trigger", args, { env: { WHATSAPP_APP_SECRET: SECRET, APP_URL: "http://127.0.0.1:1" } });
const hmac = (raw: Buffer) => `sha256=${createHmac("sha256", SECRET).update(raw).digest("hex")}`;

it("signs the exact bytes it posts, and exits with 0, 1 or 2 as the webhook answers", async () => {
  const image = ["message.image", "--text", "olá @ você/", "--from", "+55 11 98765-4321", "--to", "42"];
  const sent = await trigger(...image, "--url", stage.receiver.url);
  expect(sent).toMatchObject({ exitCode: 0, stdout: expect.stringContaining("200") });
  const [one] = stage.receiver.received;
  expect(one?.headers["x-hub-signature-256"]).toBe(hmac(one?.raw ?? Buffer.alloc(0)));
  expect(one?.raw.toString()).toContain("ol\\u00e1 @ voc\\u00ea\\/");
  expect(stage.receiver.messages[0]).toMatchObject({ from: CUSTOMER, image: { caption: "olá @ você/" } });
  expect(stage.receiver.bodies[0].entry[0].changes[0].value.metadata.phone_number_id).toBe("42");

  stage.receiver.answer = () => 401;
  const [refused, unreachable] = await Promise.all([
    trigger("message.text", "--url", stage.receiver.url, "--json"),
    trigger("message.text"),
  ]);
  expect(refused.exitCode).toBe(1);
  expect(JSON.parse(refused.stdout)).toMatchObject({ name: "message.text", answers: [{ status: 401 }] });
  expect(unreachable.exitCode).toBe(2);
});

it("makes messages of their own with --count, joins them with --batch, repeats bytes with --duplicate", async () => {
  const batch = ["message.text", "--count", "3", "--batch", "--duplicate", "2", "--url", stage.receiver.url];
  expect((await trigger(...batch)).exitCode).toBe(0);
  expect(new Set(stage.receiver.received.map(({ raw }) => raw.toString())).size).toBe(1);
  expect(stage.receiver.received).toHaveLength(3);
  expect(new Set(stage.receiver.messages.map(({ id }) => id)).size).toBe(3);
});

it("lets a running simulator send, so that the file can be fetched", async () => {
  const voice = await trigger("message.voice", "--no-phone", "--simulator", stage.simulator.url);
  expect(voice.exitCode).toBe(0);
  const [message] = stage.receiver.messages;
  expect(message).not.toHaveProperty("from");
  expect((await stage.graph(message.audio.id)).body.mime_type).toBe("audio/ogg; codecs=opus");
});

it("posts nothing that it cannot sign, and takes the secret from nowhere but the environment", async () => {
  const message = ["message.text", "--url", stage.receiver.url];
  const [unsigned, argued] = await Promise.all([
    runScript("trigger", message),
    runScript("trigger", [...message, "--secret", SECRET]),
  ]);
  expect(unsigned).toMatchObject({ exitCode: 2, stderr: expect.stringContaining("WHATSAPP_APP_SECRET") });
  expect(argued).toMatchObject({ exitCode: 1, stderr: expect.stringContaining("unknown option") });
  expect(stage.receiver.received).toHaveLength(0);
});

it("lists all names, prints without sending, and names what a wrong name is like", async () => {
  const [list, print, wrong] = await Promise.all([
    trigger("--list", "--json"),
    trigger("user_preferences.stop", "--print", "--no-user-id"),
    trigger("message.vioce"),
  ]);
  expect(JSON.parse(list.stdout)).toHaveLength(catalogue.length);
  expect(JSON.parse(print.stdout).entry[0].changes[0].value.user_preferences[0]).toMatchObject({
    wa_id: CUSTOMER,
    value: "stop",
  });
  expect(wrong).toMatchObject({ exitCode: 2, stderr: expect.stringContaining("message.voice") });
  expect(stage.receiver.received).toHaveLength(0);
});
