import { describe, expect, test } from "vitest";
import { type ListState, readListState, writeListState } from "@/app/_inbox/list/list-state";

const usual: ListState = { view: "all", state: "open", search: "", label: null, conversation: null };
const read = (query: string) => readListState(new URLSearchParams(query));

describe("the address is the state of the inbox", () => {
  test("what is written is read again", () => {
    const states: ListState[] = [
      usual,
      { view: "waiting", state: "snoozed", search: "blue & size=M ?", label: 7, conversation: 42 },
      { ...usual, search: "نور", conversation: 9_007_199_254_740_991 },
    ];
    for (const state of states) expect(read(writeListState(state).split("?")[1] ?? "")).toEqual(state);
  });

  test("what is usual is not in it", () => expect(writeListState(usual)).toBe("/inbox"));

  test("whatever makes no sense is as if it were not there", () => {
    expect(read("view=theirs&state=lost&label=-1&conversation=1e3")).toEqual(usual);
    expect(read("conversation=99999999999999999999&label=x")).toEqual(usual);
  });

  test("a search is no longer than the server takes", () => {
    expect(read(`q=${"a".repeat(500)}`).search).toHaveLength(200);
  });
});
