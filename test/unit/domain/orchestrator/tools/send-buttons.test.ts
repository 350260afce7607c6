import { describe, expect, it } from "vitest";
import { runToolCall } from "@/domain/orchestrator/tools/run-tool-call";
import { sendButtonsTool } from "@/domain/orchestrator/tools/send-buttons";
import { sendListTool } from "@/domain/orchestrator/tools/send-list";
import { contextOf } from "./context";

const question = { body: "Which day?", buttons: ["Friday", "Saturday"] };
const call = (written: unknown, context = contextOf()) =>
  runToolCall({ id: "1", name: "send_buttons", arguments: written }, [sendButtonsTool], context);

describe("send_buttons", () => {
  it("becomes a part of the reply that Meta takes", async () => {
    expect((await call(question)).outcome?.parts).toEqual([
      {
        type: "interactive",
        kind: "button",
        body: "Which day?",
        buttons: [
          { id: "1", title: "Friday" },
          { id: "2", title: "Saturday" },
        ],
      },
    ]);
  });

  it.each([
    ["four buttons", { ...question, buttons: ["1", "2", "3", "4"] }, "has 4 entries, Meta takes 3"],
    ["a title of 21 characters", { ...question, buttons: ["a".repeat(21)] }, "button 1: title has 21"],
    ["two alike", { ...question, buttons: ["Yes", "Yes"] }, '"Yes" is there twice'],
    ["too much text", { ...question, body: "a".repeat(1_025) }, "body has 1025 characters, Meta takes 1024"],
    ["too much small print", { ...question, footer: "a".repeat(61) }, "footer has 61"],
  ])("with %s is refused with the limit, so that the model can mend it", async (_, written, words) => {
    const { step, outcome } = await call(written);
    expect({ outcome, error: step.error }).toEqual({ outcome: null, error: expect.stringContaining(words) });
  });

  it("counts characters as Meta does: an emoji is one", async () => {
    expect((await call({ ...question, buttons: ["🌹".repeat(20)] })).outcome).not.toBeNull();
  });

  it("is there once in a reply, and not beside a list", async () => {
    const list = await sendListTool.run(
      { body: "Which?", button: "See", rows: [{ title: "A" }] },
      contextOf(),
    );
    for (const parts of [(await call(question)).outcome?.parts ?? [], list.parts ?? []]) {
      const { step } = await call(question, contextOf({ earlier: { effects: [], parts } }));
      expect(step.error).toContain("already");
    }
  });
});
