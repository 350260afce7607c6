import { expect, it } from "vitest";
import { textTable } from "../../../../scripts/local/text-table";

it("the cells of a text table stand below each other, without blanks at the end of a line", () => {
  const lines = [
    ["ID", "STATUS", "ERROR"],
    ["1000", "done", ""],
    ["7", "failed", "WINDOW_CLOSED"],
  ];
  expect(textTable(lines).split("\n")).toEqual([
    "ID    STATUS  ERROR",
    "1000  done",
    "7     failed  WINDOW_CLOSED",
  ]);
});

it("the columns of numbers end below each other", () => {
  const lines = [
    ["RELATION", "ROWS"],
    ["Message", "7"],
  ];
  expect(textTable(lines, { rightFrom: 1 })).toBe("RELATION  ROWS\nMessage      7");
});

it("no lines make no text", () => {
  expect(textTable([])).toBe("");
});
