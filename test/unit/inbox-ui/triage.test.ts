import { describe, expect, test } from "vitest";
import { snoozeChoices } from "@/app/_inbox/list/snooze-choices";
import { changeRow, inverseOf, requestOf, type Triage } from "@/app/_inbox/list/triage";
import { windowOf } from "@/app/_inbox/list/window-of";
import { aRow, second } from "../../support/inbox-rows";

const now = new Date(second(0));
const ana = { id: "ana", name: "Ana" };
const red = { id: 1, name: "Refund", color: "red" as const };

const cases: Triage[] = [
  { kind: "assign", assignee: ana },
  { kind: "snooze", until: second(59) },
  { kind: "labels", labels: [red] },
  { kind: "close" },
  { kind: "delete" },
  { kind: "unread" },
  { kind: "take-over" },
];

describe("triage", () => {
  test.each(cases)("undoing $kind leaves the row as it was", (triage) => {
    const before = aRow();
    const after = changeRow(before, triage, now);
    const inverse = inverseOf(before, triage);
    expect(after).not.toEqual(before);
    expect(inverse && changeRow(after, inverse, now)).toEqual(before);
  });

  test("what changes nothing has nothing to undo", () => {
    expect(inverseOf(aRow({ assignee: ana }), { kind: "assign", assignee: ana })).toBeNull();
    expect(inverseOf(aRow({ status: "CLOSED" }), { kind: "close" })).toBeNull();
  });

  test("it asks the routes of the contract", () => {
    expect(requestOf({ kind: "assign", assignee: null })).toEqual({
      method: "POST",
      path: "/api/inbox/conversations/{id}/assign",
      body: { assigneeId: null },
    });
    expect(requestOf({ kind: "labels", labels: [red] }).body).toEqual({ labelIds: [1] });
    expect(requestOf({ kind: "hand-back" }).path).toBe("/api/inbox/conversations/{id}/hand-back");
  });
});

describe("snoozing", () => {
  test("every choice is in the future, and later than the one before", () => {
    for (let hour = 0; hour < 24 * 7; hour += 1) {
      const from = new Date(2026, 10, 22, hour, 17);
      const times = [from, ...snoozeChoices(from).map(({ until }) => until)].map(Number);
      expect(times.length).toBeGreaterThanOrEqual(3);
      expect(times).toEqual([...new Set(times)].toSorted((a, b) => a - b));
    }
  });

  test("next week is a Monday morning", () => {
    const next = (day: number) =>
      snoozeChoices(new Date(2026, 10, day, 12)).find(({ choice }) => choice === "nextWeek")?.until;
    expect(next(20)).toEqual(new Date(2026, 10, 23, 9));
    expect(next(22)).toEqual(new Date(2026, 10, 30, 9));
  });
});

test("the window is open, then closing, then closed", () => {
  const at = (minutes: number) => windowOf(new Date(now.getTime() + minutes * 60_000).toISOString(), now);
  expect(at(600).state).toBe("open");
  expect(at(90)).toEqual({ state: "closing", minutes: 90 });
  expect(at(0).state).toBe("closed");
  expect(windowOf(null, now).state).toBe("none");
});
