import { describe, expect, it } from "vitest";
import { handoverTool } from "@/domain/orchestrator/tools/handover";
import { runToolCall } from "@/domain/orchestrator/tools/run-tool-call";
import { contextOf } from "./context";

const call = (written: unknown) =>
  runToolCall({ id: "1", name: "handover", arguments: written }, [handoverTool], contextOf());

describe("handover", () => {
  it("hands over with a reason and up to three lines for whoever takes over", async () => {
    const summary = ["Wants a refund.", "Paid by card\non Monday.", "Open: the order number."];
    const { outcome } = await call({ reason: "Asks for a person", summary });
    expect(outcome?.handover).toEqual({
      reason: "Asks for a person",
      summary: "Wants a refund.\nPaid by card on Monday.\nOpen: the order number.",
    });
  });

  it("needs no summary", async () => {
    expect((await call({ reason: "Angry", summary: [] })).outcome?.handover).toEqual({ reason: "Angry" });
  });

  it("with a summary that is too long still hands over, without it", async () => {
    const { outcome } = await call({ reason: "Angry", summary: ["1", "2", "3", "4"] });
    expect(outcome?.handover).toEqual({ reason: "Angry" });
  });
});
