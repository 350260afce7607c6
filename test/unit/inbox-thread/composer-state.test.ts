import { describe, expect, it } from "vitest";
import {
  CLOSING_MS,
  type ComposerEvent,
  type ComposerMachine,
  canWrite,
  reduceComposer,
  showsText,
  startComposer,
} from "@/app/_inbox/composer/composer-state";

const NOW = Date.parse("2026-11-22T12:00:00Z");
const HOUR = 3_600_000;

const machineAfter = (...events: ComposerEvent[]): ComposerMachine =>
  events.reduce(reduceComposer, startComposer(NOW));
const told = (
  state: ComposerMachine["server"],
  windowClosesAt: number | null = NOW + 20 * HOUR,
): ComposerEvent => ({
  type: "told",
  state,
  reason: null,
  windowClosesAt,
});

describe("the composer's machine", () => {
  it("is ready while the window is far from closing, and counts down from two hours on", () => {
    expect(machineAfter(told("ready")).kind).toBe("ready");
    const closing = machineAfter(told("ready", NOW + CLOSING_MS));
    expect(closing).toMatchObject({ kind: "window_closing", leftMs: CLOSING_MS });
    expect(reduceComposer(closing, { type: "time", now: NOW + HOUR })).toMatchObject({
      kind: "window_closing",
      leftMs: HOUR,
    });
  });

  it("closes with the clock, before the server says so", () => {
    const machine = machineAfter(told("ready", NOW + HOUR), { type: "time", now: NOW + HOUR });
    expect(machine.kind).toBe("window_closed");
    expect(canWrite(machine.kind)).toBe(false);
  });

  it("opens again as soon as the server tells a later end of the window", () => {
    expect(machineAfter(told("window_closed", NOW - HOUR), told("ready", NOW + 24 * HOUR)).kind).toBe(
      "ready",
    );
  });

  it("takes the server's word before everything this tab knows by itself", () => {
    for (const state of [
      "bot_owned",
      "window_closed",
      "never_messaged",
      "opted_out",
      "channel_broken",
      "group",
      "deleted",
    ] as const) {
      const machine = machineAfter(
        { type: "connection", isOnline: false },
        { type: "sending", count: 1 },
        told(state),
      );
      expect(machine.kind).toBe(state);
      expect(showsText(machine.kind)).toBe(false);
    }
  });

  it("goes where a refused send sends it, until the server tells another state", () => {
    const refused = machineAfter(told("ready"), {
      type: "refused",
      state: "bot_owned",
      reason: "The bot has it again.",
    });
    expect(refused).toMatchObject({ kind: "bot_owned", reason: "The bot has it again." });
    expect(reduceComposer(refused, { type: "time", now: NOW + 1 }).kind).toBe("bot_owned");
    expect(reduceComposer(refused, told("ready")).kind).toBe("ready");
  });

  it("lets write while offline, and while a message is on its way", () => {
    expect(canWrite(machineAfter(told("ready"), { type: "connection", isOnline: false }).kind)).toBe(true);
    expect(machineAfter(told("ready"), { type: "sending", count: 2 }).kind).toBe("sending");
    expect(
      machineAfter(told("ready"), { type: "sending", count: 2 }, { type: "sending", count: 0 }).kind,
    ).toBe("ready");
  });

  it("counts the seconds of a limit down and lets write again by itself, keeping what is being written", () => {
    const limited = machineAfter(told("ready"), { type: "limited", retryAfterMs: 7_000 });
    expect(limited).toMatchObject({ kind: "rate_limited", leftMs: 7_000 });
    expect(showsText(limited.kind)).toBe(true);
    expect(canWrite(limited.kind)).toBe(false);
    expect(reduceComposer(limited, { type: "time", now: NOW + 7_000 }).kind).toBe("ready");
  });

  it("knows no window where the customer has never written", () => {
    expect(machineAfter(told("never_messaged", null)).kind).toBe("never_messaged");
  });
});
