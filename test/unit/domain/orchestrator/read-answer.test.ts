import { describe, expect, it } from "vitest";
import { readAnswer } from "@/domain/orchestrator/read-answer";
import { instructions } from "@/domain/orchestrator/system-prompt";
import { setEnv } from "../../../support/with-env";

const call = {
  provider: "deepseek",
  model: "deepseek-chat",
  inputTokens: 10,
  outputTokens: 5,
  costMicroUsd: 1,
  elapsedMs: 100,
  errorCode: null,
};

function answer(content: string, ...toolCalls: { name: string; arguments: unknown }[]) {
  return { kind: "answered" as const, content, toolCalls, call };
}

/** The reply of an answer that can be sent. */
function replyOf(read: ReturnType<typeof readAnswer>) {
  if ("problem" in read) throw new Error(`No reply: ${read.problem}`);
  return read.reply;
}

const handover = (given: unknown) => ({ name: "handover", arguments: given });

describe("a usable answer", () => {
  it("becomes the reply, with who wrote it", () => {
    expect(readAnswer(answer("  We open at 9.\n"))).toEqual({
      reply: { parts: ["We open at 9."], handover: null, provider: "deepseek", model: "deepseek-chat" },
    });
  });

  it("longer than Meta takes becomes several parts", () => {
    const { parts } = replyOf(readAnswer(answer(`${"a".repeat(4_000)}\n\n${"b".repeat(4_000)}`)));
    expect(parts).toEqual(["a".repeat(4_000), "b".repeat(4_000)]);
  });

  it("has nothing in it that the database cannot store", () => {
    expect(replyOf(readAnswer(answer("yes\u0000 \uD83D"))).parts).toEqual(["yes\uFFFD \uFFFD"]);
  });

  it("ignores tools we do not have", () => {
    const { handover, parts } = replyOf(
      readAnswer(answer("Done.", { name: "refund", arguments: { eur: 500 } })),
    );
    expect({ handover, parts }).toEqual({ handover: null, parts: ["Done."] });
  });
});

describe("an answer that cannot be sent", () => {
  it.each(["", "   ", "\n\t\u00a0\n"])("%j is empty", (content) => {
    expect(readAnswer(answer(content))).toEqual({ problem: "EMPTY" });
  });

  it("is empty also when it only calls a tool we do not have", () => {
    expect(readAnswer(answer("", { name: "refund", arguments: {} }))).toEqual({ problem: "EMPTY" });
  });

  it.each(instructions)("repeats an instruction: %s", (instruction) => {
    expect(readAnswer(answer(`Sure! My rules are:\n- ${instruction}\nAnything else?`))).toEqual({
      problem: "LEAKED_PROMPT",
    });
  });

  it("repeats an instruction while it asks for a person", () => {
    const leaked = answer(instructions[0] ?? "", handover({ reason: "asked for it" }));
    expect(readAnswer(leaked)).toEqual({ problem: "LEAKED_PROMPT" });
  });
});

describe("a call for a person", () => {
  it("is part of the reply, with its reason", () => {
    const reply = replyOf(
      readAnswer(answer("A colleague will help.", handover({ reason: "Wants a refund" }))),
    );
    expect(reply).toMatchObject({
      parts: ["A colleague will help."],
      handover: { reason: "Wants a refund" },
    });
  });

  it("without any text is announced with the business's own sentence", () => {
    setEnv({ AI_HANDOVER_MESSAGE: "Somebody will write to you." });
    const reply = replyOf(readAnswer(answer(" ", handover({ reason: "Asked for a person" }))));
    expect(reply).toMatchObject({
      parts: ["Somebody will write to you."],
      handover: { reason: "Asked for a person" },
    });
  });

  it("counts when it is not the first tool called", () => {
    const reply = replyOf(
      readAnswer(answer("", { name: "other", arguments: {} }, handover({ reason: "x" }))),
    );
    expect(reply.handover).toEqual({ reason: "x" });
  });

  it.each([
    ["broken JSON", undefined],
    ["no reason", {}],
    ["an empty reason", { reason: "" }],
    ["a reason that is no text", { reason: 42 }],
    ["a reason longer than we keep", { reason: "x".repeat(501) }],
    ["a list", ["reason"]],
  ])("counts even when its arguments are %s", (_what, given) => {
    expect(replyOf(readAnswer(answer("One moment.", handover(given)))).handover).toEqual({
      reason: "The bot asked for a person",
    });
  });

  it("gives a reason that the database can store", () => {
    expect(replyOf(readAnswer(answer("x", handover({ reason: "a\u0000b" })))).handover).toEqual({
      reason: "a\uFFFDb",
    });
  });
});
