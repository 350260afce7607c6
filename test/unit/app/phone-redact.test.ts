import { describe, expect, it } from "vitest";
import { redact, redactLines } from "@/app/_phone/redact";
import { setEnv } from "../../support/with-env";

const TOKEN = "EAAcanary-token-of-the-phone-test";
const SECRET = "canary-app-secret-of-the-phone-test";

async function throughStream(...pieces: string[]): Promise<string> {
  const stream = new ReadableStream<string>({
    start(controller) {
      for (const piece of pieces) controller.enqueue(piece);
      controller.close();
    },
  });
  let text = "";
  for await (const piece of stream.pipeThrough(redactLines())) text += piece;
  return text;
}

describe("what the request inspector shows", () => {
  it("has no secret of this process in it, wherever it stands", () => {
    setEnv({ WHATSAPP_ACCESS_TOKEN: TOKEN, WHATSAPP_APP_SECRET: SECRET });
    const shown = redact(`{"headers":"Bearer ${TOKEN}","url":"?a=${SECRET}&b"}`);
    expect(shown).not.toContain(TOKEN);
    expect(shown).not.toContain(SECRET);
    expect(shown).toContain('"headers"');
  });

  it.each([
    ["a bearer token", "Authorization: Bearer abc.def-123", "abc.def-123"],
    ["a token in an address", "GET /x?access_token=abcdef&fields=id", "abcdef"],
    ["a verify token", "?hub.verify_token=letmein&hub.mode=subscribe", "letmein"],
    ["what looks like Meta's", "it was EAAGm0PX4ZCps", "EAAGm0PX4ZCps"],
    ["what looks like a key of an AI", "it was sk-proj-12345678", "sk-proj-12345678"],
  ])("hides %s", (_, text, hidden) => {
    expect(redact(text)).not.toContain(hidden);
  });

  it("hides a secret that comes in two pieces of a stream", async () => {
    setEnv({ WHATSAPP_ACCESS_TOKEN: TOKEN });
    const text = await throughStream(`data: {"a":"${TOKEN.slice(0, 9)}`, `${TOKEN.slice(9)}"}\n`, "\nid: 2");
    expect(text).not.toContain(TOKEN.slice(9));
    expect(text.split("\n")).toHaveLength(3);
  });

  it("leaves messages, ids and signatures as they are", () => {
    const text = `{"id":"wamid.HBgNNTU","text":{"body":"How long does delivery take?"},"signature":"sha256=ab12"}`;
    expect(redact(text)).toBe(text);
  });
});
