import { describe, expect, it } from "vitest";
import { z } from "zod";
import { allTools } from "@/domain/orchestrator/tools/all-tools";
import { runToolCall } from "@/domain/orchestrator/tools/run-tool-call";
import type { Tool } from "@/domain/orchestrator/tools/tool";
import { AppError } from "@/lib/errors";
import { contextOf } from "./context";

const call = (name: string, written: unknown) => ({ id: "call_1", name, arguments: written });
const run = (name: string, written: unknown, offered = allTools) =>
  runToolCall(call(name, written), offered, contextOf());

const throwing = (error: unknown): Tool => ({
  name: "breaks",
  tier: "read",
  description: "",
  arguments: z.strictObject({}),
  run() {
    throw error;
  },
});

describe("a tool call", () => {
  it("is carried out, and the step has what the model wrote and was told", async () => {
    const { step, outcome } = await run("update_lead", { name: "Ana" });
    expect(step).toEqual({
      kind: "tool",
      toolCallId: "call_1",
      name: "update_lead",
      tier: "write",
      arguments: { name: "Ana" },
      result: { noted: ["name"] },
      error: null,
    });
    expect(outcome?.effects).toEqual([{ kind: "update_lead", details: { name: "Ana" } }]);
  });

  it("of a tool that does not exist is refused, with the names of those that do", async () => {
    const { step, outcome } = await run("delete_everything", {});
    expect(outcome).toBeNull();
    expect(step).toMatchObject({ tier: "unknown", error: expect.stringContaining("search_knowledge") });
    expect(step.result).toEqual({ error: step.error });
  });

  it("of a tool that exists and is not offered is refused like one that does not exist", async () => {
    const offered = allTools.filter(({ name }) => name === "handover");
    const { step, outcome } = await run("update_lead", { name: "Ana" }, offered);
    expect(outcome).toBeNull();
    expect(step).toMatchObject({ tier: "unknown", error: expect.stringContaining("There are: handover.") });
  });

  it.each([undefined, "text", 7, ["name"], null])("with %j for arguments is refused", async (written) => {
    const { step, outcome } = await run("update_lead", written);
    expect(outcome).toBeNull();
    expect(step.error).toContain("not a JSON object");
  });

  it("with an argument nobody knows is refused by its name", async () => {
    const { step, outcome } = await run("update_lead", { name: "Ana", contactId: 7 });
    expect(outcome).toBeNull();
    expect(step.error).toContain("contactId is not known here");
  });

  it("that writes null for what it leaves out is taken as if it had left it out", async () => {
    const { outcome } = await run("update_lead", { name: "Ana", city: null });
    expect(outcome?.effects).toEqual([{ kind: "update_lead", details: { name: "Ana" } }]);
  });

  it("holds nothing that cannot be stored", async () => {
    const { step, outcome } = await run("update_lead", { name: "An\u0000a" });
    expect(step.arguments).toEqual({ name: "An\uFFFDa" });
    expect(outcome?.effects).toEqual([{ kind: "update_lead", details: { name: "An\uFFFDa" } }]);
  });

  it("for a person counts, however clumsily it is made", async () => {
    for (const written of [undefined, "x", {}, { reason: "" }, { why: "angry" }]) {
      const { step, outcome } = await run("handover", written);
      expect(outcome?.handover).toEqual({ reason: "The bot asked for a person" });
      expect(step.error).toBeNull();
    }
    const { outcome } = await run("handover", { reason: "r".repeat(900), extra: true });
    expect(outcome?.handover).toEqual({ reason: "r".repeat(500) });
  });

  it("that the tool refuses is told to the model in the tool's words", async () => {
    const words = "Give at least one.";
    const { step, outcome } = await run("breaks", {}, [throwing(new AppError("INVALID_INPUT", words))]);
    expect({ outcome, result: step.result }).toEqual({ outcome: null, result: { error: words } });
  });

  it.each([new Error("password=hunter2"), new AppError("DATABASE_UNAVAILABLE", "10.0.0.7 refuses"), "odd"])(
    "whose tool breaks tells the model nothing of why",
    async (error) => {
      const { step, outcome } = await run("breaks", {}, [throwing(error)]);
      expect(outcome).toBeNull();
      expect(step.error).toContain("does not work just now");
      expect(JSON.stringify(step)).not.toMatch(/hunter2|10\.0\.0\.7/);
    },
  );
});
