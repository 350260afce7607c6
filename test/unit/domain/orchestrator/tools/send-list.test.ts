import { describe, expect, it } from "vitest";
import { runToolCall } from "@/domain/orchestrator/tools/run-tool-call";
import { sendListTool } from "@/domain/orchestrator/tools/send-list";
import { contextOf } from "./context";

const question = {
  body: "Which bouquet?",
  button: "See the bouquets",
  rows: [{ title: "Roses", description: "Twelve, red" }, { title: "Tulips" }],
};
const call = (written: unknown, context = contextOf()) =>
  runToolCall({ id: "1", name: "send_list", arguments: written }, [sendListTool], context);

describe("send_list", () => {
  it("becomes a part of the reply that Meta takes", async () => {
    expect((await call(question)).outcome?.parts).toEqual([
      {
        type: "interactive",
        kind: "list",
        body: "Which bouquet?",
        button: "See the bouquets",
        sections: [
          {
            rows: [
              { id: "1", title: "Roses", description: "Twelve, red" },
              { id: "2", title: "Tulips" },
            ],
          },
        ],
      },
    ]);
  });

  it.each([
    [
      "eleven rows",
      { ...question, rows: Array.from({ length: 11 }, (_, n) => ({ title: `${n}` })) },
      "Meta takes 10",
    ],
    ["a title of 25 characters", { ...question, rows: [{ title: "a".repeat(25) }] }, "title has 25"],
    [
      "a long description",
      { ...question, rows: [{ title: "A", description: "a".repeat(73) }] },
      "description has 73",
    ],
    ["a long button", { ...question, button: "a".repeat(21) }, "button has 21"],
  ])("with %s is refused with the limit, so that the model can mend it", async (_, written, words) => {
    const { step, outcome } = await call(written);
    expect({ outcome, error: step.error }).toEqual({ outcome: null, error: expect.stringContaining(words) });
  });

  it("is there once in a reply", async () => {
    const parts = (await call(question)).outcome?.parts ?? [];
    const { step } = await call(question, contextOf({ earlier: { effects: [], parts } }));
    expect(step.error).toContain("already");
  });
});
