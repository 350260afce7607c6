import { describe, expect, it } from "vitest";
import { runToolCall } from "@/domain/orchestrator/tools/run-tool-call";
import { scheduleFollowUpTool } from "@/domain/orchestrator/tools/schedule-follow-up";
import { contextOf } from "./context";

const note = "Ask whether the photos have arrived";
const call = (inMinutes: number, context = contextOf()) =>
  runToolCall(
    { id: "1", name: "schedule_follow_up", arguments: { inMinutes, note } },
    [scheduleFollowUpTool],
    context,
  );

describe("schedule_follow_up", () => {
  it("agrees on a time within the service window, less half an hour", async () => {
    expect((await call(210)).outcome?.effects).toEqual([{ kind: "follow_up", inMinutes: 210, note }]);
    const { step, outcome } = await call(211);
    expect({ outcome, error: step.error }).toEqual({
      outcome: null,
      error: expect.stringContaining("210 minutes"),
    });
  });

  it("is impossible where the window closes soon, or was never open", async () => {
    const { turn } = contextOf();
    for (const windowClosesAt of [turn.readAt + 30 * 60_000, turn.readAt - 1, null]) {
      const { step } = await call(1, contextOf({ turn: { ...turn, windowClosesAt } }));
      expect(step.error).toContain("No follow-up is possible");
    }
  });

  it("is agreed on once in a turn", async () => {
    const effects = [{ kind: "follow_up" as const, inMinutes: 5, note }];
    const { step } = await call(10, contextOf({ earlier: { effects, parts: [] } }));
    expect(step.error).toContain("already");
  });

  it.each([0, -5, 1.5, 100_000])("takes no %d minutes", async (inMinutes) => {
    expect((await call(inMinutes)).step.error).toContain("inMinutes");
  });
});
