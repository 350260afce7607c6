import pino from "pino";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { elapsedSince, log, maskPhone, observeErrors } from "@/lib/logger";
import { forgetOncePerProcess, oncePerProcess } from "@/lib/once-per-process";
import { setEnv } from "../../support/with-env";

describe("a log line", () => {
  let lines: string[] = [];

  beforeEach(() => {
    lines = [];
    forgetOncePerProcess("logger");
    oncePerProcess("logger", () => pino({ level: "debug" }, { write: (line) => void lines.push(line) }));
  });
  afterEach(() => forgetOncePerProcess("logger"));

  const written = () => JSON.parse(lines[0] ?? "") as Record<string, unknown>;

  it("carries its ids in logfmt behind the text, and as fields of their own", () => {
    log("info", "[JOB-RUNNER] picked", { jobId: 7, requestId: "webhook_1_ab" });
    expect(written()).toMatchObject({
      msg: "[JOB-RUNNER] picked jobId=7 requestId=webhook_1_ab",
      jobId: 7,
      requestId: "webhook_1_ab",
    });
  });

  it("is the bare text when there is nothing to add", () => {
    log("info", "Configuration loaded");
    expect(written().msg).toBe("Configuration loaded");
  });

  it("leaves out what is not known, and shows what is known to be nothing", () => {
    log("info", "sent", { jobId: undefined, messageId: null, success: false, count: 0 });
    expect(written().msg).toBe("sent messageId=null success=false count=0");
  });

  it.each([
    ["a space", "no answer", 'reason="no answer"'],
    ["a quote", 'a"b', 'reason="a\\"b"'],
    ["a tab", "a\tb", 'reason="a\\tb"'],
  ])("quotes a value with %s, so that the fields can be told apart", (_what, reason, expected) => {
    log("info", "failed", { reason, jobId: 1 });
    expect(written().msg).toBe(`failed ${expected} jobId=1`);
  });

  it("leaves an id as it is, padding and all, so that it can be searched for", () => {
    log("info", "sent", { messageId: "wamid.HBgLMA==", jobId: 1 });
    expect(written().msg).toBe("sent messageId=wamid.HBgLMA== jobId=1");
  });

  it("stays one line whatever line breaks a value has", () => {
    log("error", "failed", { error: "first\nsecond\r\nlevel=info msg=forged" });
    expect(lines).toHaveLength(1);
    expect(lines[0]?.trimEnd()).not.toMatch(/[\r\n]/);
    expect(written().msg).toBe('failed error="first\\nsecond\\r\\nlevel=info msg=forged"');
  });

  it("shows counts by name", () => {
    log("info", "cleaned", { counts: { deliveries: 2, keys: 0 } });
    expect(written().msg).toBe('cleaned counts="{\\"deliveries\\":2,\\"keys\\":0}"');
  });

  it.each([
    ["debug", 20],
    ["info", 30],
    ["warn", 40],
    ["error", 50],
  ] as const)("of level %s is written at that level", (level, number) => {
    log(level, "text");
    expect(written().level).toBe(number);
  });
});

describe("maskPhone", () => {
  it("leaves the country code and the last two digits", () => {
    expect(maskPhone("5511987654321")).toBe("551***21");
  });

  it.each(["", "1", "123456"])("shows nothing of %j, which is too short to hide anything in", (phone) => {
    expect(maskPhone(phone)).toBe("***");
  });

  it("hides digits from seven on", () => {
    expect(maskPhone("1234567")).toBe("123***67");
  });

  it("shows the whole number only where LOG_PHONE_NUMBERS asks for it", () => {
    setEnv({ LOG_PHONE_NUMBERS: "true" });
    expect(maskPhone("5511987654321")).toBe("5511987654321");
  });
});

describe("elapsedSince", () => {
  afterEach(() => void vi.useRealTimers());

  it("counts whole milliseconds", () => {
    vi.useFakeTimers({ toFake: ["performance"] });
    const startedAt = performance.now();
    vi.advanceTimersByTime(57);
    expect(elapsedSince(startedAt)).toBe("57ms");
    expect(elapsedSince(startedAt + 0.6)).toBe("56ms");
  });
});

describe("whoever wants to hear of errors", () => {
  beforeEach(() => {
    forgetOncePerProcess("logger");
    forgetOncePerProcess("error-observers");
    oncePerProcess("logger", () => pino({ level: "silent" }));
  });
  afterEach(() => {
    forgetOncePerProcess("logger");
    forgetOncePerProcess("error-observers");
  });

  it("hears of each, and of nothing else, whatever LOG_LEVEL lets through", () => {
    const heard = vi.fn();
    observeErrors("test", heard);
    for (const level of ["debug", "info", "warn", "error"] as const) log(level, "[X] text", { jobId: 1 });
    expect(heard.mock.calls).toEqual([["[X] text", { jobId: 1 }]]);
  });

  it("hears once, however often it asks under the same name", () => {
    const heard = vi.fn();
    for (let n = 0; n < 3; n += 1) observeErrors("test", heard);
    log("error", "text");
    expect(heard).toHaveBeenCalledTimes(1);
  });

  it("does not hurt whoever logs when it fails itself", () => {
    const heard = vi.fn();
    observeErrors("broken", () => {
      throw new Error("broken");
    });
    observeErrors("sound", heard);
    expect(() => log("error", "text")).not.toThrow();
    expect(heard).toHaveBeenCalledTimes(1);
  });
});
