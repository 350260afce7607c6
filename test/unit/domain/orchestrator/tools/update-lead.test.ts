import { describe, expect, it } from "vitest";
import { runToolCall } from "@/domain/orchestrator/tools/run-tool-call";
import { updateLeadTool } from "@/domain/orchestrator/tools/update-lead";
import { contextOf } from "./context";

const call = (written: unknown) =>
  runToolCall({ id: "1", name: "update_lead", arguments: written }, [updateLeadTool], contextOf());

describe("update_lead", () => {
  it("notes what the customer has said, and names no lead: it is that of the turn", async () => {
    const said = {
      name: "Ana",
      need: "Roses",
      budget: "R$ 200",
      timeLine: "Friday",
      email: "ana@example.com",
    };
    const { outcome } = await call(said);
    expect(outcome).toEqual({
      result: { noted: ["name", "need", "budget", "timeLine", "email"] },
      effects: [{ kind: "update_lead", details: said }],
    });
  });

  it("takes neither nothing nor empty texts", async () => {
    expect((await call({})).step.error).toContain("at least one");
    expect((await call({ name: "  " })).step.error).toContain("name");
  });

  it("takes no more than fits", async () => {
    expect((await call({ name: "a".repeat(121) })).step.error).toContain("name");
    expect((await call({ notes: "a".repeat(1_001) })).step.error).toContain("notes");
  });

  it("takes no address that is none", async () => {
    expect((await call({ email: "ana at example" })).step.error).toContain("email");
  });
});
