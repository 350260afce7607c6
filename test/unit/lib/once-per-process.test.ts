import { afterEach, describe, expect, it, vi } from "vitest";
import { forgetOncePerProcess, oncePerProcess } from "@/lib/once-per-process";

afterEach(() => {
  for (const name of ["a", "b"]) forgetOncePerProcess(name);
});

describe("a value made once per process", () => {
  it("is made at the first use and the same one ever after", () => {
    const create = vi.fn(() => ({}));
    const first = oncePerProcess("a", create);
    expect(oncePerProcess("a", create)).toBe(first);
    expect(create).toHaveBeenCalledTimes(1);
  });

  it("is shared by every copy of the module that a bundler makes", async () => {
    const first = oncePerProcess("a", () => ({}));
    vi.resetModules();
    const copy = await import("@/lib/once-per-process");
    expect(copy.oncePerProcess).not.toBe(oncePerProcess);
    expect(copy.oncePerProcess("a", () => ({}))).toBe(first);
  });

  it.each([undefined, null, 0, false, ""])("may be %j, and is still made only once", (value) => {
    const create = vi.fn(() => value);
    expect(oncePerProcess("a", create)).toBe(value);
    oncePerProcess("a", create);
    expect(create).toHaveBeenCalledTimes(1);
  });

  it("is kept under its own name", () => {
    expect([oncePerProcess("a", () => 1), oncePerProcess("b", () => 2)]).toEqual([1, 2]);
  });

  it("is made anew after it was forgotten, and only then", () => {
    oncePerProcess("a", () => 1);
    oncePerProcess("b", () => 1);
    forgetOncePerProcess("a");
    expect([oncePerProcess("a", () => 2), oncePerProcess("b", () => 2)]).toEqual([2, 1]);
  });

  it("is tried again when making it failed", () => {
    const fail = () => {
      throw new Error("no database yet");
    };
    expect(() => oncePerProcess("a", fail)).toThrow("no database yet");
    expect(oncePerProcess("a", () => "made")).toBe("made");
  });
});
