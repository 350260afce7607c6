import { expect, it } from "vitest";
import { findEmptiness } from "@/domain/orchestrator/guards/find-emptiness";
import { answerOf } from "./answer";

it.each(["", "  ", "\n\t\u00a0", "\u200b\u2060", "...", "—", "\ufeff."])(
  "an answer of %j is empty",
  (text) => {
    expect(findEmptiness(answerOf(text))).toMatchObject({ code: "EMPTY" });
  },
);

it.each(["👍", "5", "OK", "是", "€"])("%j is an answer", (text) => {
  expect(findEmptiness(answerOf(text))).toBeNull();
});

it("buttons are an answer without words", () => {
  expect(findEmptiness(answerOf("", {}, { parts: ["Choose one"] }))).toBeNull();
});
