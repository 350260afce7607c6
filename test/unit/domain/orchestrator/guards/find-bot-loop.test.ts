import { describe, expect, it } from "vitest";
import { findBotLoop } from "@/domain/orchestrator/guards/find-bot-loop";
import type { HistoryMessage } from "@/domain/outbound";
import { inbound, outbound } from "../turn";

/** A conversation in which each answer comes after so many milliseconds. */
function rounds(count: number, afterMs: number, textOf: (round: number) => string): HistoryMessage[] {
  return Array.from({ length: count }, (_, round) => {
    const at = round * 60_000;
    return [
      { ...outbound(`answer ${round}`), at },
      { ...inbound(textOf(round)), at: at + afterMs },
    ];
  }).flat();
}

const long = (round: number) =>
  `Thank you for contacting Acme support, your ticket number is ${round}. `.repeat(3);

describe("another bot", () => {
  it("answers at length within seconds, every time", () => {
    expect(findBotLoop({ history: rounds(8, 1_000, long) })).toContain("within seconds");
    expect(findBotLoop({ history: rounds(8, -900, long) })).toContain("within seconds");
  });

  it("says the same again and again, however slowly", () => {
    expect(findBotLoop({ history: rounds(5, 50_000, () => "We have received your message!") })).toContain(
      "same words",
    );
  });
});

describe("a person", () => {
  it.each([
    ["types fast", rounds(12, 2_000, (round) => `yes please number ${round}`)],
    ["writes at length and takes the time for it", rounds(12, 30_000, long)],
    ["says ok often", rounds(12, 1_000, () => "ok")],
    [
      "taps buttons",
      rounds(12, 500, long).map((each) => ({
        ...each,
        type: each.direction === "INBOUND" ? "interactive" : "text",
      })),
    ],
    ["has been fast only lately", rounds(7, 1_000, long)],
    ["was already writing when our message came", rounds(12, -5_000, long)],
    ["asks the same four times", rounds(4, 5_000, () => "When do you open today?")],
    ["has not been answered yet", Array.from({ length: 12 }, () => inbound("When do you open today?"))],
  ])("%s", (_, history) => expect(findBotLoop({ history })).toBeNull());

  it("who once was fast is no bot later", () => {
    const slow = rounds(1, 55_000, () => "Sorry, I was away.").map((each) => ({
      ...each,
      at: each.at + 3_600_000,
    }));
    expect(findBotLoop({ history: [...rounds(8, 1_000, long), ...slow] })).toBeNull();
  });
});
