import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { InboxError } from "@/app/_client/call-inbox";
import type { Changes } from "@/app/_contract/thread";
import {
  AGAIN_AFTER_MS,
  createLiveClient,
  HIDDEN_AFTER_MS,
  type LiveStatus,
  OPEN_WITHIN_MS,
  POLL_EVERY_MS,
  type Source,
} from "@/app/_inbox/live/live-client";

const changesAt = (cursor: string): Changes => ({
  cursor,
  isReset: false,
  conversations: [],
  items: [],
  topics: [],
});

/** A network that a test plays. */
function play() {
  const opened: { after: string | null; source: Source; tell: (changes: Changes) => void }[] = [];
  const statuses: LiveStatus[] = [];
  const told: string[] = [];
  const poll = vi.fn((after: string | null) => Promise.resolve(changesAt(`${after}+`)));
  const client = createLiveClient("begin", {
    openSource: (after) => {
      let listener: (event: { data: string }) => void = () => undefined;
      const source: Source = {
        onopen: null,
        onerror: null,
        readyState: 0,
        addEventListener: (_, added) => {
          listener = added;
        },
        close: vi.fn(),
      };
      opened.push({ after, source, tell: (changes) => listener({ data: JSON.stringify(changes) }) });
      return source;
    },
    poll,
    onChanges: ({ cursor }) => told.push(cursor),
    onStatus: (status) => statuses.push(status),
  });
  const last = () => {
    const at = opened.at(-1);
    if (!at) throw new Error("Nothing was opened");
    return at;
  };
  return { client, opened, last, poll, statuses, told };
}

const refuse = (source: Source) => {
  source.readyState = 2;
  source.onerror?.();
};

describe("the live line", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  test("begins where the page was rendered, and tells what comes", () => {
    const { client, last, told, statuses } = play();
    client.start();
    last().source.onopen?.();
    last().tell(changesAt("a"));
    expect(last().after).toBe("begin");
    expect(told).toEqual(["a"]);
    expect(statuses).toEqual(["live"]);
    client.stop();
  });

  test("a line that is refused is polled for from where it stood, and tried again", async () => {
    const { client, opened, last, poll, told, statuses } = play();
    client.start();
    last().source.onopen?.();
    last().tell(changesAt("a"));
    refuse(last().source);
    await vi.advanceTimersByTimeAsync(POLL_EVERY_MS);
    expect(poll.mock.calls.map(([after]) => after)).toEqual(["a", "a+"]);
    expect(statuses).toEqual(["live", "polling"]);
    expect(told).toEqual(["a", "a+", "a++"]);
    client.stop();
    expect(opened).toHaveLength(1);
  });

  test("a line that never opens is polled for, and given another try", async () => {
    const { client, opened, statuses, told } = play();
    client.start();
    await vi.advanceTimersByTimeAsync(OPEN_WITHIN_MS);
    expect(statuses).toEqual(["polling"]);
    expect(told).toEqual(["begin+"]);
    await vi.advanceTimersByTimeAsync(AGAIN_AFTER_MS);
    expect(opened).toHaveLength(2);
    expect(opened[1]?.after).toMatch(/^begin\++$/);
    client.stop();
  });

  test("without a network it says so, and comes back by the cursor", async () => {
    const { client, opened, last, poll, statuses } = play();
    client.start();
    last().source.onopen?.();
    last().tell(changesAt("a"));
    client.setOnline(false);
    expect(statuses.at(-1)).toBe("offline");
    await vi.advanceTimersByTimeAsync(10 * POLL_EVERY_MS);
    expect(poll).not.toHaveBeenCalled();
    client.setOnline(true);
    expect(opened.at(-1)?.after).toBe("a");
    client.stop();
  });

  test("a tab nobody looks at gives its line back, and fills the gap when it is looked at", async () => {
    const { client, opened, last, poll } = play();
    client.start();
    last().source.onopen?.();
    last().tell(changesAt("a"));
    client.setHidden(true);
    await vi.advanceTimersByTimeAsync(HIDDEN_AFTER_MS * 10);
    expect(last().source.close).toHaveBeenCalled();
    expect(opened).toHaveLength(1);
    expect(poll).not.toHaveBeenCalled();
    client.setHidden(false);
    expect(opened.at(-1)?.after).toBe("a");
    client.stop();
  });

  test("whoever has been signed out is told so and asks no more", async () => {
    const { client, last, poll, statuses } = play();
    poll.mockRejectedValue(new InboxError("UNAUTHORIZED", "Signing in is required."));
    client.start();
    refuse(last().source);
    await vi.advanceTimersByTimeAsync(POLL_EVERY_MS * 2);
    expect(statuses).toEqual(["signed-out"]);
    expect(poll).toHaveBeenCalledTimes(1);
    client.stop();
  });
});
