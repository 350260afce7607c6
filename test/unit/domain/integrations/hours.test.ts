import { describe, expect, it } from "vitest";
import { openingAt, quietUntil, type StoredHours } from "@/domain/integrations/hours";
import { describeHours } from "@/domain/orchestrator/describe-hours";
import { turnOf } from "../orchestrator/turn";

const hours = (fields: Partial<StoredHours>): StoredHours => ({
  timeZone: "America/Sao_Paulo",
  quietHours: null,
  businessHours: null,
  ...fields,
});
const night = hours({ quietHours: { from: "22:00", to: "07:00" } });
const at = (instant: string) => Date.parse(instant);
const quietAt = (stored: StoredHours, instant: string) =>
  quietUntil(stored, at(instant))?.toISOString() ?? null;

describe("quiet hours", () => {
  it.each([
    ["before them", "2026-11-23T21:59:59-03:00", null],
    ["at their first moment", "2026-11-23T22:00:00-03:00", "2026-11-24T10:00:00.000Z"],
    ["in the evening", "2026-11-23T23:30:00-03:00", "2026-11-24T10:00:00.000Z"],
    ["after midnight", "2026-11-24T03:00:00-03:00", "2026-11-24T10:00:00.000Z"],
    ["at their last moment", "2026-11-24T06:59:59-03:00", "2026-11-24T10:00:00.000Z"],
    ["when they are over", "2026-11-24T07:00:00-03:00", null],
  ])("%s", (_, instant, until) => {
    expect(quietAt(night, instant)).toBe(until);
  });

  it("within one day end on that day", () => {
    const noon = hours({ quietHours: { from: "12:00", to: "13:00" }, timeZone: "UTC" });
    expect(quietAt(noon, "2026-11-23T12:30:00Z")).toBe("2026-11-23T13:00:00.000Z");
    expect(quietAt(noon, "2026-11-23T13:30:00Z")).toBeNull();
  });

  it("end by the clock on the wall in the nights in which it is put forward and back", () => {
    const berlin = { ...night, timeZone: "Europe/Berlin" };
    // From +01:00 to +02:00 at 2 o'clock: seven in the morning is an hour sooner.
    expect(quietAt(berlin, "2026-03-28T22:30:00+01:00")).toBe("2026-03-29T05:00:00.000Z");
    expect(quietAt(berlin, "2026-03-29T06:59:00+02:00")).toBe("2026-03-29T05:00:00.000Z");
    expect(quietAt(berlin, "2026-03-29T07:00:00+02:00")).toBeNull();
    // From +02:00 to +01:00 at 3 o'clock: an hour later.
    expect(quietAt(berlin, "2026-10-24T22:30:00+02:00")).toBe("2026-10-25T06:00:00.000Z");
    expect(quietAt(berlin, "2026-10-25T02:30:00+01:00")).toBe("2026-10-25T06:00:00.000Z");
  });

  it("that begin at a time which that day does not have, begin all the same", () => {
    const berlin = hours({ timeZone: "Europe/Berlin", quietHours: { from: "02:30", to: "06:00" } });
    expect(quietAt(berlin, "2026-03-29T04:00:00+02:00")).toBe("2026-03-29T04:00:00.000Z");
  });

  it.each([
    null,
    [],
    "22:00",
    { from: "22:00" },
    { from: "25:00", to: "07:00" },
    { from: "07:00", to: "07:00" },
  ])("that are no such thing (%j) are none", (quietHours) => {
    expect(quietAt(hours({ quietHours }), "2026-11-23T23:00:00-03:00")).toBeNull();
  });

  it("in no time zone, or one that nobody knows, are told in UTC", () => {
    for (const timeZone of [null, "Mars/Olympus"])
      expect(quietAt({ ...night, timeZone }, "2026-11-23T23:00:00Z")).toBe("2026-11-24T07:00:00.000Z");
  });
});

const office = hours({
  businessHours: {
    mon: [
      ["09:00", "12:00"],
      ["13:00", "18:00"],
    ],
    tue: [["09:00", "18:00"]],
    fri: [["20:00", "02:00"]],
    sat: [["00:00", "24:00"]],
    sun: [["00:00", "10:00"]],
  },
});

const opening = (instant: string) => {
  const found = openingAt(office, at(instant));
  return (
    found && { isOpen: found.isOpen, until: found.until && new Date(found.until.getTime()).toISOString() }
  );
};

describe("business hours", () => {
  it.each([
    ["open until lunch", "2026-11-23T09:00:00-03:00", true, "2026-11-23T15:00:00.000Z"],
    ["closed over lunch", "2026-11-23T12:00:00-03:00", false, "2026-11-23T16:00:00.000Z"],
    ["closed until the next day", "2026-11-23T18:00:00-03:00", false, "2026-11-24T12:00:00.000Z"],
    ["closed until a later day", "2026-11-24T18:00:00-03:00", false, "2026-11-27T23:00:00.000Z"],
    ["open past midnight", "2026-11-28T01:00:00-03:00", true, "2026-11-29T13:00:00.000Z"],
    [
      "open through midnight, where the next day goes on",
      "2026-11-28T23:59:00-03:00",
      true,
      "2026-11-29T13:00:00.000Z",
    ],
  ])("are %s", (_, instant, isOpen, until) => {
    expect(opening(instant)).toEqual({ isOpen, until });
  });

  it("that never begin have no next time", () => {
    expect(openingAt(hours({ businessHours: {} }), Date.now())).toMatchObject({ isOpen: false, until: null });
  });

  it("that are always have no end", () => {
    const day = [["00:00", "24:00"]];
    const businessHours = { mon: day, tue: day, wed: day, thu: day, fri: day, sat: day, sun: day };
    expect(openingAt(hours({ businessHours }), Date.now())).toMatchObject({ isOpen: true });
  });
});

describe("what the bot is told of them", () => {
  const told = (stored: StoredHours, instant: string) => {
    const turn = turnOf([]);
    return describeHours({ integration: { ...turn.integration, hours: stored }, readAt: at(instant) });
  };

  it("is nothing where none are set", () => {
    expect(told(night, "2026-11-23T09:00:00-03:00")).toBeNull();
  });

  it("is the time there, and until when somebody is there", () => {
    expect(told(office, "2026-11-23T09:30:00-03:00")).toBe(
      "At the business it is Monday, 09:30. Colleagues are there until Monday, 12:00.",
    );
  });

  it("is from when on somebody is there", () => {
    expect(told(office, "2026-11-24T19:00:00-03:00")).toBe(
      "At the business it is Tuesday, 19:00. No colleague is there now. The next is there from Friday, 20:00 on.",
    );
  });
});
