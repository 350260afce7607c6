import { describe, expect, it } from "vitest";
import { createNotificationTool } from "@/domain/orchestrator/tools/create-notification";
import { runToolCall } from "@/domain/orchestrator/tools/run-tool-call";
import { contextOf } from "./context";

const note = { title: "An order", body: "Ana wants twelve roses on Friday." };
const call = (written: unknown, count = 0) => {
  const effects = Array.from({ length: count }, () => ({ kind: "notify" as const, ...note }));
  const context = contextOf({ earlier: { effects, parts: [] } });
  return runToolCall(
    { id: "1", name: "create_notification", arguments: written },
    [createNotificationTool],
    context,
  );
};

describe("create_notification", () => {
  it("tells the people of the business", async () => {
    expect((await call(note)).outcome?.effects).toEqual([{ kind: "notify", ...note }]);
  });

  it("tells three things a turn and no more", async () => {
    expect((await call(note, 2)).outcome).not.toBeNull();
    const { step, outcome } = await call(note, 3);
    expect({ outcome, error: step.error }).toEqual({
      outcome: null,
      error: expect.stringContaining("no more"),
    });
  });

  it("takes no longer text than fits", async () => {
    expect((await call({ ...note, title: "a".repeat(121) })).step.error).toContain("title");
    expect((await call({ ...note, body: "a".repeat(1_001) })).step.error).toContain("body");
  });
});
