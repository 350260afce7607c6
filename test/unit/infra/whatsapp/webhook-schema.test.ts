import { describe, expect, it } from "vitest";
import { parseWebhook } from "@/domain/inbound/parse-webhook";
import { typeCases } from "../../../support/inbound-types";
import { envelope } from "../../../support/wire";

const fresh = {
  person: { phone: "5511987654321", userId: "BR.1" },
  newPhone: "5511912345678",
  newUserId: "BR.2",
  groupId: "g",
};
const junk = [null, 42, "junk", "", [], {}, true, [null], { deep: { deeper: [] } }];

/** The same value once for each member of it, however deep, with junk in that place. */
function* spoilt(value: unknown, how: unknown): Generator<unknown> {
  if (typeof value !== "object" || value === null) return;
  for (const key of Object.keys(value)) {
    const member = (value as Record<string, unknown>)[key];
    const put = (instead: unknown) =>
      Array.isArray(value) ? value.with(Number(key), instead) : { ...value, [key]: instead };
    yield put(how);
    for (const inner of spoilt(member, how)) yield put(inner);
  }
}

describe("a message whose optional fields are not as they should be", () => {
  it.each(typeCases(fresh).map((each) => [`${each.type} (${each.what})`, each] as const))(
    "is not lost: %s",
    (_, { type, wire, storedAs }) => {
      const common = { id: "wamid.1", from: "5511987654321", timestamp: "1767225600", type };
      for (const how of junk) {
        const messages = [...spoilt(wire, how)].map((fields) => ({ ...common, ...(fields as object) }));
        const parsed = parseWebhook(envelope("1", { messages }));
        expect(parsed.malformed).toEqual([]);
        expect(parsed.messages.map((message) => message.type)).toEqual(messages.map(() => storedAs ?? type));
        expect(JSON.parse(JSON.stringify(parsed.messages)).length).toBe(messages.length);
      }
    },
  );
});

it("what is nested deeper than anything Meta sends costs no message", () => {
  const deep = `${'{"a":'.repeat(5_000)}1${"}".repeat(5_000)}`;
  const reply = { name: "flow", response_json: deep };
  const interactive = { type: "nfm_reply", nfm_reply: reply };
  const message = { id: "wamid.1", from: "5511", timestamp: "1767225600", type: "interactive", interactive };
  const { messages, malformed } = parseWebhook(envelope("1", { messages: [message] }));
  expect(malformed).toEqual([]);
  expect(messages[0]?.content).toMatchObject({ kind: "flow_reply" });
});

it("media with a long type keep it whole", () => {
  const mime = "application/vnd.openxmlformats-officedocument.presentationml.presentation";
  const message = {
    id: "wamid.1",
    from: "5511",
    timestamp: "1767225600",
    type: "document",
    document: { id: "1", mime_type: mime },
  };
  expect(parseWebhook(envelope("1", { messages: [message] })).messages[0]?.media?.mimeType).toBe(mime);
});
