import { expect, it } from "vitest";
import { readConsent } from "@/domain/inbound/consent-words";
import { parseWebhook } from "@/domain/inbound/parse-webhook";
import { envelope, textMessage } from "../../../support/wire";

const consentOf = (message: Record<string, unknown>) =>
  parseWebhook(envelope("1", { messages: [message] })).messages[0]?.consent;

it.each([
  ["STOP", "stop"],
  [" stop. ", "stop"],
  ["Stop ✋🏽", "stop"],
  ["🛑 STOP 🛑", "stop"],
  ["Stop all!", "stop"],
  ["BAJA", "stop"],
  ["Arrêt", "stop"],
  ["DÉSABONNER", "stop"],
  ["Stopp", "stop"],
  ["Disiscriviti", "stop"],
  ["Berhenti", "stop"],
  ["ABONELİKTEN ÇIK", "stop"],
  ["إيقاف", "stop"],
  ["रोकें", "stop"],
  ["Отписаться", "stop"],
  ["退订", "stop"],
  ["\u200fStop\u200f", "stop"],
  ["START", "start"],
  ["Começar", "start"],
  ["Iniciar!", "start"],
  ["ابدأ", "start"],
  ["शुरू करें", "start"],
  ["stop it please", null],
  ["please stop", null],
  ["Where does bus 7 stop", null],
  ["non-stop", null],
  ["cancel", null],
  ["no", null],
  ["", null],
  ["!!!", null],
  ["constructor", null],
  [`stop${" ".repeat(5_000)}`, null],
])("%j as a whole message means %s", (text, meaning) => expect(readConsent(text)).toBe(meaning));

it("a tapped button or line counts by its title, its payload or its id", () => {
  const tap = (type: string, content: unknown) =>
    consentOf({ ...textMessage("5511", ""), type, text: undefined, [type]: content });
  const chosen = (id: string, title: string) => ({ type: "list_reply", list_reply: { id, title } });
  expect(tap("button", { text: "No more", payload: "STOP" })).toBe("stop");
  expect(tap("button", { text: "Stop", payload: "x" })).toBe("stop");
  expect(tap("button", { text: "Yes", payload: "YES" })).toBeNull();
  expect(tap("interactive", { type: "button_reply", button_reply: { id: "1", title: "START" } })).toBe(
    "start",
  );
  expect(tap("interactive", chosen("unsubscribe", "Leave"))).toBe("stop");
});

it("a caption, a reaction, a group and the business itself end nothing", () => {
  const common = textMessage("5511", "STOP");
  expect(consentOf(common)).toBe("stop");
  expect(consentOf({ ...common, group_id: "120363" })).toBeNull();
  expect(consentOf({ ...common, type: "image", image: { id: "1", caption: "STOP" } })).toBeNull();
  const [echo] = parseWebhook(envelope("1", { message_echoes: [{ ...common, to: "5511" }] })).messages;
  expect(echo).toMatchObject({ origin: "PHONE", consent: null, body: "STOP" });
});
