import { beforeEach, describe, expect, it } from "vitest";
import { findSecrets } from "@/domain/orchestrator/guards/find-secrets";
import { setEnv } from "../../../../support/with-env";
import { answerOf } from "./answer";

const OURS = "correct-horse-battery-staple";
const token = ["EAA", "GabcdefGHIJKLmnopqrs0123456789"].join("");

beforeEach(() => setEnv({ CRON_SECRET: OURS, DEEPSEEK_API_KEY: "scripted" }));

describe("a secret of ours", () => {
  it.each([
    ["as it is", OURS],
    ["with gaps", [...OURS].join(" ")],
    ["backwards", [...OURS].reverse().join("")],
    ["in base64", Buffer.from(`it is ${OURS}`).toString("base64")],
    ["although the customer has written it", OURS],
  ])("%s", (_, text) => {
    expect(findSecrets(answerOf(`Here: ${text}`, { asked: OURS }))).toMatchObject({
      code: "SECRET",
      severity: "block",
    });
  });
});

describe("the shape of a credential", () => {
  it.each([
    `sk-${"a1".repeat(16)}`,
    token,
    `Bearer ${"a1b2".repeat(8)}`,
    ["-----BEGIN", "RSA PRIVATE KEY-----"].join(" "),
    ["postgresql://admin", "hunter2@db.internal/app"].join(":"),
    ["AKIA", "ABCDEFGHIJKLMNOP"].join(""),
  ])("%s", (text) => expect(findSecrets(answerOf(`It is ${text}.`))).toMatchObject({ code: "SECRET" }));

  it("that the customer has written themselves may be named", () => {
    expect(findSecrets(answerOf(`${token} is no order number.`, { asked: `Is ${token} mine?` }))).toBeNull();
  });
});

it.each(["Our scripted tour starts soon.", "Task-based pricing", "The bearer of this card"])(
  "%s is no secret",
  (text) => {
    expect(findSecrets(answerOf(text))).toBeNull();
  },
);
