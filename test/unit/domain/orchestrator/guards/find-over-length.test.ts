import { expect, it } from "vitest";
import { findOverLength } from "@/domain/orchestrator/guards/find-over-length";
import { answerOf } from "./answer";

const persona = { answerCharactersMax: 200 };

it("an answer longer than the persona allows is asked for again, shorter", () => {
  const finding = findOverLength(answerOf("x".repeat(201), { persona }));
  expect(finding).toMatchObject({ code: "TOO_LONG", severity: "repair" });
  expect(finding?.advice).toContain("at most 160");
});

it("emoji count as one character each", () => {
  expect(findOverLength(answerOf("😀".repeat(200), { persona }))).toBeNull();
});
