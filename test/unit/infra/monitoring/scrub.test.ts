import { describe, expect, it } from "vitest";
import { scrub } from "@/infra/monitoring/scrub";
import { setEnv } from "../../../support/with-env";

describe("what is taken out", () => {
  it.each([
    ["Recipient +55 11 91234-5678 is not valid", "Recipient [number] is not valid"],
    ["(5511912345678)", "([number])"],
    ["wamid.HBgNNTUxMTkxMjM0NTY3OBUCABEYEjA= unknown", "wamid.[hidden] unknown"],
    ["Bearer abc.def-123 refused", "Bearer [secret] refused"],
    ["/api/cron/cleanup?token=abc&x=1", "/api/cron/cleanup?token=[secret]&x=1"],
    ["postgresql://app:pass%20word@db.internal/x", "postgresql://[secret]@db.internal/x"],
    ["key EAAGm0PX4ZCpsBAKZA and sk-proj-abcdefgh1234", "key [secret] and [secret]"],
    ["mail ana.silva@example.org now", "mail [email] now"],
    [
      'invalid input syntax for type json: "I live at the station"',
      'invalid input syntax for type json: "[text]"',
    ],
    ['invalid input syntax for type json: "hello"', 'invalid input syntax for type json: "[text]"'],
    ["value 'my order is late' and `another one here`", "value '[text]' and `[text]`"],
    ['a "text over\ntwo lines" b', 'a "[text]" b'],
  ])("%s", (text, clean) => {
    expect(scrub(text)).toBe(clean);
  });

  it("every secret of this process, whatever it looks like", () => {
    setEnv({ CRON_SECRET: "plain words as a secret", SESSION_SECRET: "another.secret(1)" });
    expect(scrub("x plain words as a secret y another.secret(1) z")).toBe("x [secret] y [secret] z");
  });

  it("more than a thousand characters", () => {
    expect(scrub("a ".repeat(5_000))).toHaveLength(1_000);
  });
});

describe("what stays, because it is what an operator needs", () => {
  it.each([
    'column "deletedAt" of relation "Conversation" does not exist',
    'duplicate key value violates unique constraint "OutboundJob_one_active_per_conversation"',
    "The column `Conversation.deletedAt` does not exist",
    "connect ECONNREFUSED 127.0.0.1:5432",
    "It began at 2026-11-22T10:15:30.123Z",
    "12 differences, code 131042, HTTP_500, job 1234567",
    "The customer's window isn't open",
  ])("%s", (text) => {
    expect(scrub(text)).toBe(text);
  });

  it("cleaning twice changes nothing", () => {
    const clean = scrub('"some text of somebody" +5511912345678 Bearer abc');
    expect(scrub(clean)).toBe(clean);
  });
});
