import type { ToolContext } from "@/domain/orchestrator/tools/tool";
import { inbound, turnOf } from "../turn";

/** What a tool is given, with a window that closes in four hours. */
export function contextOf(fields: Partial<ToolContext> = {}): ToolContext {
  const turn = turnOf([inbound("Hello")]);
  return {
    turn: { ...turn, windowClosesAt: turn.readAt + 4 * 3_600_000 },
    organizationId: "organization",
    jobId: 1,
    borderMark: "#border#",
    earlier: { effects: [], parts: [] },
    signal: new AbortController().signal,
    ...fields,
  };
}
