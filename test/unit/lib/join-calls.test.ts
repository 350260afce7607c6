import { describe, expect, it, vi } from "vitest";
import { type JoinOptions, joinCalls } from "@/lib/join-calls";

const nextTurn = () => new Promise((resolve) => setImmediate(resolve));

/** Joined calls whose batches end when the test says so. */
function stage(options: Partial<JoinOptions<number, string>> = {}) {
  const batches: number[][] = [];
  const ends: (() => void)[] = [];
  const call = joinCalls<number, string>({
    sizeMax: 100,
    flushesMax: 1,
    flush: async (batch) => {
      batches.push(batch);
      await new Promise<void>((resolve) => ends.push(resolve));
      return batch.map((input) => `answer ${input}`);
    },
    ...options,
  });
  return { batches, ends, call };
}

/** Joined calls whose batches end at once. */
function immediate(options: Partial<JoinOptions<number, string>> = {}) {
  const batches: number[][] = [];
  const call = joinCalls<number, string>({
    sizeMax: 100,
    flushesMax: 1,
    flush: async (batch) => {
      batches.push(batch);
      await nextTurn();
      if (batch.includes(13)) throw new Error("13 is bad");
      return batch.map((input) => `answer ${input}`);
    },
    ...options,
  });
  return { batches, call };
}

describe("joined calls", () => {
  it("a lone call goes at once and by itself", async () => {
    const { batches, ends, call } = stage();
    const answer = call(1);
    await nextTurn();
    expect(batches).toEqual([[1]]);
    ends[0]?.();
    expect(await answer).toBe("answer 1");
  });

  it("calls of the same turn share one batch, in the order in which they were made", async () => {
    const { batches, call } = immediate();
    const answers = await Promise.all([call(3), call(1), call(2)]);
    expect(batches).toEqual([[3, 1, 2]]);
    expect(answers).toEqual(["answer 3", "answer 1", "answer 2"]);
  });

  it("calls that come while a batch is under way wait for it and then go together", async () => {
    const { batches, ends, call } = stage();
    const first = call(1);
    await nextTurn();
    const second = call(2);
    await nextTurn();
    const third = call(3);
    await nextTurn();
    expect(batches).toEqual([[1]]);

    ends[0]?.();
    await first;
    await vi.waitFor(() => expect(batches).toEqual([[1], [2, 3]]));
    ends[1]?.();
    expect(await Promise.all([second, third])).toEqual(["answer 2", "answer 3"]);
  });

  it("calls made by the batch itself are not lost", async () => {
    const inner: Promise<string>[] = [];
    const { batches, call } = immediate({
      flush: (batch) => {
        batches.push(batch);
        if (batch.includes(1)) inner.push(call(2), call(3));
        return Promise.resolve(batch.map((input) => `answer ${input}`));
      },
    });
    expect(await call(1)).toBe("answer 1");
    expect(await Promise.all(inner)).toEqual(["answer 2", "answer 3"]);
    expect(batches).toEqual([[1], [2, 3]]);
  });

  it("a call made the moment an answer arrives, and one after a pause, are answered too", async () => {
    const { batches, call } = immediate();
    expect(await call(1).then(() => call(2))).toBe("answer 2");
    for (const _ of [1, 2, 3]) await nextTurn();
    expect(await call(3)).toBe("answer 3");
    expect(batches).toEqual([[1], [2], [3]]);
  });
});

describe("the size of a batch", () => {
  it("is at most sizeMax; the rest follows, in order and complete", async () => {
    const { batches, call } = immediate({ sizeMax: 2 });
    const answers = await Promise.all([1, 2, 3, 4, 5].map(call));
    expect(batches).toEqual([[1, 2], [3, 4], [5]]);
    expect(answers).toEqual([1, 2, 3, 4, 5].map((input) => `answer ${input}`));
  });

  it("counts what each call weighs", async () => {
    const { batches, call } = immediate({ sizeMax: 10, weigh: (input) => input });
    await Promise.all([4, 6, 1, 9, 1].map(call));
    expect(batches).toEqual([[4, 6], [1, 9], [1]]);
  });

  it("a call heavier than a batch may be goes alone rather than never", async () => {
    const { batches, call } = immediate({ sizeMax: 10, weigh: (input) => input });
    await Promise.all([50, 1, 50].map(call));
    expect(batches).toEqual([[50], [1], [50]]);
  });
});

describe("batches under way", () => {
  it("are never more than flushesMax, and as many as that when there is work", async () => {
    const { batches, ends, call } = stage({ sizeMax: 1, flushesMax: 2 });
    const answers = [1, 2, 3, 4].map(call);
    for (const _ of [1, 2, 3]) await nextTurn();
    expect(batches).toEqual([[1], [2]]);

    ends[1]?.();
    await vi.waitFor(() => expect(batches).toEqual([[1], [2], [3]]));
    ends[0]?.();
    await vi.waitFor(() => expect(batches).toEqual([[1], [2], [3], [4]]));
    for (const end of ends) end();
    expect(await Promise.all(answers)).toHaveLength(4);
  });
});

describe("batches under way after an idle time", () => {
  it("are still never more than flushesMax", async () => {
    const { batches, ends, call } = stage({ sizeMax: 1, flushesMax: 1 });
    for (const input of [1, 2, 3]) {
      const answer = call(input);
      await vi.waitFor(() => expect(ends).toHaveLength(input));
      ends[input - 1]?.();
      await answer;
      await nextTurn();
    }
    const answers = [4, 5].map(call);
    for (const _ of [1, 2, 3]) await nextTurn();
    expect(batches).toEqual([[1], [2], [3], [4]]);

    ends[3]?.();
    await vi.waitFor(() => expect(ends).toHaveLength(5));
    ends[4]?.();
    expect(await Promise.all(answers)).toEqual(["answer 4", "answer 5"]);
  });
});

describe("a batch that fails", () => {
  it("is done again call by call, so that only the bad input fails", async () => {
    const { batches, call } = immediate();
    const [first, bad, last] = await Promise.allSettled([call(1), call(13), call(2)]);
    expect(first).toEqual({ status: "fulfilled", value: "answer 1" });
    expect(bad).toMatchObject({ status: "rejected", reason: { message: "13 is bad" } });
    expect(last).toEqual({ status: "fulfilled", value: "answer 2" });
    expect(batches).toEqual([[1, 13, 2], [1], [13], [2]]);
  });

  it("is not done again when its error says the same of every call", async () => {
    const { batches, call } = immediate({ concernsAll: () => true });
    const results = await Promise.allSettled([call(1), call(13), call(2)]);
    expect(results.map(({ status }) => status)).toEqual(["rejected", "rejected", "rejected"]);
    expect(batches).toEqual([[1, 13, 2]]);
  });

  it("of one call is not repeated: its error is the caller's", async () => {
    const { batches, call } = immediate();
    await expect(call(13)).rejects.toThrow("13 is bad");
    expect(batches).toEqual([[13]]);
  });

  it("leaves the next calls unharmed", async () => {
    const { call } = immediate();
    const waiting = [call(13), call(14)];
    await nextTurn();
    const later = call(1);
    await expect(waiting[0]).rejects.toThrow("13 is bad");
    expect(await waiting[1]).toBe("answer 14");
    expect(await later).toBe("answer 1");
    expect(await call(2)).toBe("answer 2");
  });

  it("fails its call also when it throws before it has promised anything", async () => {
    const { call } = immediate({
      flush: () => {
        throw new Error("not even begun");
      },
    });
    await expect(call(1)).rejects.toThrow("not even begun");
  });
});
