import { describe, expect, it } from "vitest";
import type { GraphAnswer } from "@/infra/whatsapp/graph-call";
import { type OutboundMessage, readOutcome, sendMessage } from "@/infra/whatsapp/send-message";
import { setEnv } from "../../../support/with-env";
import { closedPort, playMeta } from "./local-server";

function answer(httpStatus: number, json?: unknown, retryAfterMs?: number): GraphAnswer {
  return { kind: "answer", httpStatus, retryAfterMs, json };
}

const acceptance = {
  messaging_product: "whatsapp",
  contacts: [{ input: "5511987654321", wa_id: "551187654321" }],
  messages: [{ id: "wamid.HBgL" }],
};

const graphError = (code: number) => ({
  error: { message: "Something went wrong", type: "OAuthException", code },
});

describe("accepted", () => {
  it.each([200, 201])("is what %d with a message id means", (status) => {
    expect(readOutcome(answer(status, acceptance))).toMatchObject({
      kind: "accepted",
      providerMessageId: "wamid.HBgL",
    });
  });

  it("is what a message held for a quality check is, too", () => {
    const json = { messages: [{ id: "wamid.1", message_status: "held_for_quality_assessment" }] };
    expect(readOutcome(answer(200, json))).toMatchObject({ kind: "accepted", providerMessageId: "wamid.1" });
  });

  it.each([300, 302, 400, 500])("is never what %d means, whatever its body says", (status) => {
    expect(readOutcome(answer(status, acceptance)).kind).not.toBe("accepted");
  });
});

describe("unknown: Meta may have taken it", () => {
  it.each([
    ["nothing", undefined],
    ["null", null],
    ["an empty object", {}],
    ["no messages", { messages: [] }],
    ["a message without an id", { messages: [{}] }],
    ["an empty id", { messages: [{ id: "" }] }],
    ["an id that is no text", { messages: [{ id: 7 }] }],
    ["an id too long to be stored", { messages: [{ id: "w".repeat(513) }] }],
    ["an error of Graph's", graphError(131000)],
  ])("is 200 with %s: it cannot be told from a cut-off answer", (_what, json) => {
    expect(readOutcome(answer(200, json))).toEqual({
      kind: "unknown",
      reason: expect.stringContaining("200"),
      httpStatus: 200,
    });
  });

  it.each([408, 500, 502, 503, 504])(
    "is %d without an error of Graph's: a proxy may have written it",
    (status) => {
      for (const json of [undefined, {}, { error: "Bad gateway" }, { error: { message: "no code" } }]) {
        expect(readOutcome(answer(status, json))).toMatchObject({ kind: "unknown", httpStatus: status });
      }
    },
  );

  it("is a call that was lost", () => {
    expect(readOutcome({ kind: "lost", reason: "socket hang up" })).toEqual({
      kind: "unknown",
      reason: "socket hang up",
      httpStatus: null,
    });
  });
});

describe("refused: Meta has surely not taken it", () => {
  it("is a call that never left", () => {
    expect(readOutcome({ kind: "not_sent", reason: "ECONNREFUSED" })).toEqual({
      kind: "refused",
      class: "transient",
      code: "NOT_SENT",
      message: "ECONNREFUSED",
      httpStatus: null,
      retryAfterMs: undefined,
    });
  });

  it.each([
    [400, 131047, "window"],
    [401, 190, "credentials"],
    [403, 10, "credentials"],
    [404, 132001, "template"],
    [408, 131056, "pair_rate"],
    [429, 130429, "number_rate"],
    [500, 131000, "transient"],
    [503, 2, "transient"],
  ])("is %d with Graph's error %d, of the class %s", (status, code, errorClass) => {
    expect(readOutcome(answer(status, graphError(code), 5_000))).toEqual({
      kind: "refused",
      class: errorClass,
      code: String(code),
      message: "Something went wrong",
      httpStatus: status,
      retryAfterMs: 5_000,
    });
  });

  it("has Graph's details in its words, where there are some", () => {
    const error = {
      ...graphError(100).error,
      error_data: { messaging_product: "whatsapp", details: "Too long" },
    };
    expect(readOutcome(answer(400, { error }))).toMatchObject({ message: "Something went wrong (Too long)" });
    const bare = { ...graphError(100).error, error_data: { messaging_product: "whatsapp" } };
    expect(readOutcome(answer(400, { error: bare }))).toMatchObject({ message: "Something went wrong" });
  });

  it("has words even where Graph has none", () => {
    const outcome = readOutcome(answer(400, { error: { code: 100 } }));
    expect(outcome).toMatchObject({ kind: "refused", code: "100", message: "no message" });
  });

  it.each([300, 307, 400, 401, 403, 404, 413, 429, 499])(
    "is %d from somebody who is not Graph, to be tried again",
    (status) => {
      for (const json of [undefined, {}, { error: { message: "no code" } }]) {
        expect(readOutcome(answer(status, json, 7_000))).toMatchObject({
          kind: "refused",
          class: "transient",
          code: `HTTP_${status}`,
          httpStatus: status,
          retryAfterMs: 7_000,
        });
      }
    },
  );
});

describe("sending", () => {
  const message: OutboundMessage = {
    phoneNumberId: "102290129340398",
    accessToken: "token-1",
    phone: "5511987654321",
    userId: null,
    content: { type: "text", body: "Olá! https://example.com 👋" },
    opaqueId: "ledger-1",
    timeoutMs: 10_000,
  };

  /** What Meta is sent. */
  async function payloadOf(fields: Partial<OutboundMessage>): Promise<unknown> {
    const seen = await playMeta((response) => void response.end(JSON.stringify(acceptance)));
    expect(await sendMessage({ ...message, ...fields })).toMatchObject({ kind: "accepted" });
    return JSON.parse(seen[0]?.body ?? "");
  }

  const payload = {
    messaging_product: "whatsapp",
    recipient_type: "individual",
    type: "text",
    text: { body: "Olá! https://example.com 👋", preview_url: false },
    biz_opaque_callback_data: "ledger-1",
  };

  it("goes to the customer's number, with the ledger id that comes back in every receipt", async () => {
    expect(await payloadOf({})).toEqual({ ...payload, to: "5511987654321" });
  });

  it("goes to the number, where the user id is known as well", async () => {
    expect(await payloadOf({ userId: "BR.1" })).toEqual({ ...payload, to: "5511987654321" });
  });

  it("puts a user id into `recipient`, never into `to`, where Meta would lose it", async () => {
    expect(await payloadOf({ phone: null, userId: "BR.1" })).toEqual({ ...payload, recipient: "BR.1" });
  });

  it("goes through the business number, with its token", async () => {
    const seen = await playMeta((response) => void response.end(JSON.stringify(acceptance)));
    await sendMessage(message);
    expect(seen[0]?.path).toMatch(/^\/v\d+\.\d+\/102290129340398\/messages$/);
    expect(seen[0]?.headers.authorization).toBe("Bearer token-1");
  });

  it("is refused when it is stopped before its first byte", async () => {
    const seen = await playMeta((response) => void response.end(JSON.stringify(acceptance)));
    const beforeWrite = () => {
      throw new Error("the lease is gone");
    };
    expect(await sendMessage({ ...message, beforeWrite })).toMatchObject({
      kind: "refused",
      code: "STOPPED",
    });
    expect(seen).toEqual([]);
  });

  it("is unknown when Meta falls silent, after the time it was given", async () => {
    await playMeta(() => undefined);
    expect(await sendMessage({ ...message, timeoutMs: 150 })).toMatchObject({ kind: "unknown" });
  });

  it("is refused, never thrown, when nobody is there", async () => {
    setEnv({ WHATSAPP_API_URL: `http://127.0.0.1:${await closedPort()}` });
    expect(await sendMessage(message)).toMatchObject({ kind: "refused", code: "NOT_SENT" });
  });
});

it.each(["{}", { details: null }, null])(
  "an odd error_data (%j) does not hide what the code says",
  (error_data) => {
    const json = { error: { code: 190, message: null, error_data } };
    const outcome = readOutcome({ kind: "answer", httpStatus: 401, retryAfterMs: undefined, json });
    expect(outcome).toMatchObject({ kind: "refused", class: "credentials", code: "190" });
  },
);
