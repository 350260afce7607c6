import { describe, expect, it } from "vitest";
import { findRepetition } from "@/domain/orchestrator/guards/find-repetition";
import { inbound, outbound } from "../turn";
import { answerOf } from "./answer";

const last = "Our roses come from a farm near Quito and last two weeks.";
const before = [inbound("Where are they from?"), outbound(last)];

describe("the last reply again", () => {
  it.each([
    last,
    `${last} 🌹`,
    last.toUpperCase(),
    "Our roses come from a farm near Quito, and last two weeks!!",
  ])("%s", (text) =>
    expect(findRepetition(answerOf(text, { asked: "And tulips?", before }))).toMatchObject({
      code: "REPETITION",
    }),
  );
});

describe("another answer", () => {
  it.each([
    ["that says something else", "Our tulips come from a farm near Lima and last two weeks.", "And tulips?"],
    ["with another figure", "Our roses come from a farm near Quito and last 3 weeks.", "And tulips?"],
    ["to the same question, asked again", last, "where are they from"],
  ])("%s", (_, text, asked) => expect(findRepetition(answerOf(text, { asked, before }))).toBeNull());

  it("that is a polite phrase", () => {
    const thanked = [inbound("Thanks"), outbound("You are welcome!")];
    expect(findRepetition(answerOf("You are welcome!", { asked: "Thank you!", before: thanked }))).toBeNull();
  });

  it("when nothing was said before", () => expect(findRepetition(answerOf(last))).toBeNull());
});
