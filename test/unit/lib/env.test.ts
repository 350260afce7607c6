import { describe, expect, it, vi } from "vitest";
import { env, envProblems, parseEnv, reloadEnv } from "@/lib/env";
import { setEnv } from "../../support/with-env";

const complete = {
  NODE_ENV: "production",
  DATABASE_URL: "postgresql://app:pw@db.internal:6543/replyonce",
  AUTH_SECRET: "auth-secret-1",
  SESSION_SECRET: "session-secret-1",
  WHATSAPP_VERIFY_TOKEN: "verify-token-1",
  WHATSAPP_APP_SECRET: "app-secret-1",
  CRON_SECRET: "cron-secret-1",
  JOB_RUNNER_TOKEN: "runner-token-1",
};

const namesOf = (source: Record<string, string | undefined>) =>
  parseEnv(source)
    .problems.map(({ name }) => name)
    .toSorted();

describe("defaults", () => {
  it("an empty environment has no problem and the promised defaults", () => {
    const { env, problems } = parseEnv({});
    expect(problems).toEqual([]);
    expect(env).toMatchObject({
      NODE_ENV: "development",
      WHATSAPP_API_URL: "https://graph.facebook.com",
      WHATSAPP_API_VERSION: "v25.0",
      DEEPSEEK_BASE_URL: "https://api.deepseek.com",
      OPENAI_BASE_URL: "https://api.openai.com/v1",
      PORT: 3000,
      REPLY_DEBOUNCE_MS: 0,
      JOB_LEASE_SECONDS: 60,
      JOB_MAX_ATTEMPTS: 8,
      JOB_RETRY_BASE_MS: 1_000,
      RUNNER_CONCURRENCY: 16,
      RUNNER_BATCH: 50,
      SEND_TIMEOUT_MS: 15_000,
      SEND_RECONCILE_SECONDS: 120,
      UNCERTAIN_SEND_POLICY: "resend",
      RETENTION_WEBHOOK_DAYS: 7,
      LOG_LEVEL: "info",
    });
  });

  it("dedupe keys outlive Meta's seven days of redelivery by a day", () => {
    expect(parseEnv({}).env.RETENTION_DEDUPE_HOURS).toBe(7 * 24 + 24);
  });

  it.each(["WHATSAPP_ALLOW_UNSIGNED", "LOG_PHONE_NUMBERS", "INBOX_WITHOUT_SIGN_IN"] as const)(
    "%s, which weakens a protection, is off unless it is switched on",
    (name) => {
      expect(parseEnv({}).env[name]).toBe(false);
    },
  );

  it.each([
    "DATABASE_URL",
    "SESSION_SECRET",
    "WHATSAPP_APP_SECRET",
    "CRON_SECRET",
    "JOB_RUNNER_TOKEN",
    "METRICS_TOKEN",
    "DEEPSEEK_API_KEY",
    "OPENAI_API_KEY",
  ] as const)("%s has no default that somebody could know", (name) => {
    expect(parseEnv({}).env[name]).toBeUndefined();
  });
});

describe("wrong values", () => {
  const wrong: [name: string, value: string][] = [
    ["NODE_ENV", "prod-marker"],
    ["DATABASE_URL", "mysql://app:marker@db/replyonce"],
    ["DATABASE_POOL_MAX", "many-marker"],
    ["AUTH_SECRET", "marker"],
    ["SESSION_SECRET", "marker"],
    ["WHATSAPP_ACCESS_TOKEN", "marker"],
    ["WHATSAPP_PHONE_NUMBER_ID", "+1 555 marker"],
    ["WHATSAPP_APP_SECRET", "marker"],
    ["WHATSAPP_ALLOW_UNSIGNED", "perhaps-marker"],
    ["WHATSAPP_API_URL", "no url marker"],
    ["WHATSAPP_API_VERSION", "25-marker"],
    ["CRON_SECRET", "marker"],
    ["AI_TIMEOUT_MS", "marker"],
    ["AI_UNAVAILABLE_MESSAGE", "marker ".repeat(200)],
    ["UNCERTAIN_SEND_POLICY", "guess-marker"],
    ["LOG_LEVEL", "loud-marker"],
  ];

  it("all of them are reported at once", () => {
    expect(namesOf(Object.fromEntries(wrong))).toEqual(wrong.map(([name]) => name).toSorted());
  });

  it.each(wrong)("%s is reported by name and never by value", (name, value) => {
    const { problems } = parseEnv({ [name]: value });
    expect(problems.map((problem) => problem.name)).toEqual([name]);
    expect(problems[0]?.problem).not.toBe("");
    expect(JSON.stringify(problems)).not.toContain("marker");
  });

  it.each([
    ["DATABASE_URL", "mysql://db/replyonce", "is not a postgresql:// URL"],
    ["OPENAI_BASE_URL", "no url", "is not an http:// or https:// URL"],
    ["CRON_SECRET", "1234567", "is shorter than 8 characters"],
    ["WHATSAPP_PHONE_NUMBER_ID", "+1 555", "is not a number id"],
    ["WHATSAPP_API_VERSION", "25", "is not a version such as v25.0"],
  ])("what is wrong with %s is said so that somebody can mend it", (name, value, problem) => {
    expect(parseEnv({ [name]: value }).problems).toEqual([{ name, problem }]);
  });

  it("a wrong value gives way to the default, so that the process still runs", () => {
    const { env } = parseEnv({ PORT: "http", UNCERTAIN_SEND_POLICY: "maybe", SESSION_SECRET: "short" });
    expect(env).toMatchObject({ PORT: 3000, UNCERTAIN_SEND_POLICY: "resend", SESSION_SECRET: undefined });
  });

  it("one wrong value leaves the others as they were given", () => {
    const { env } = parseEnv({ PORT: "http", RUNNER_BATCH: "7" });
    expect(env.RUNNER_BATCH).toBe(7);
  });
});

describe("reading values", () => {
  it("an empty variable counts as unset", () => {
    const { env, problems } = parseEnv({ DATABASE_URL: "", PORT: "", OPENAI_API_KEY: "", APP_URL: "" });
    expect(problems).toEqual([]);
    expect(env).toMatchObject({ DATABASE_URL: undefined, PORT: 3000, OPENAI_API_KEY: undefined });
  });

  it("a number in a text becomes a number", () => {
    expect(parseEnv({ AI_TIMEOUT_MS: "250" }).env.AI_TIMEOUT_MS).toBe(250);
  });

  it.each([
    ["DATABASE_POOL_MAX", 1, 500],
    ["AI_TIMEOUT_MS", 100, 300_000],
    ["AI_MAX_TOKENS_REPLY", 1, 32_000],
    ["AI_MAX_TOKENS_CONTEXT", 100, 1_000_000],
    ["AI_MAX_ATTEMPTS", 1, 20],
    ["PORT", 1, 65_535],
    ["REPLY_DEBOUNCE_MS", 0, 60_000],
    ["REPLY_RETHINK_MAX", 0, 20],
    ["JOB_LEASE_SECONDS", 5, 3_600],
    ["JOB_MAX_ATTEMPTS", 1, 100],
    ["JOB_RETRY_BASE_MS", 1, 600_000],
    ["RUNNER_CONCURRENCY", 1, 1_000],
    ["RUNNER_BATCH", 1, 1_000],
    ["SEND_TIMEOUT_MS", 100, 120_000],
    ["SEND_RECONCILE_SECONDS", 1, 86_400],
    ["RETENTION_WEBHOOK_DAYS", 1, 3_650],
    ["RETENTION_DEDUPE_HOURS", 1, 87_600],
  ])("%s is a whole number from %d to %d", (name, min, max) => {
    for (const good of [min, max]) {
      expect(parseEnv({ [name]: String(good) })).toMatchObject({ problems: [], env: { [name]: good } });
    }
    for (const bad of [min - 1, max + 1, min + 0.5]) {
      expect(namesOf({ [name]: String(bad) }), String(bad)).toEqual([name]);
    }
  });

  it.each([
    ["true", true],
    ["1", true],
    ["yes", true],
    ["TRUE", true],
    ["false", false],
    ["0", false],
    ["no", false],
  ])("the word %s is read as %s", (word, expected) => {
    const { env, problems } = parseEnv({ WHATSAPP_ALLOW_UNSIGNED: word });
    expect(problems).toEqual([]);
    expect(env.WHATSAPP_ALLOW_UNSIGNED).toBe(expected);
  });

  it.each([
    ["UNCERTAIN_SEND_POLICY", ["resend", "hold"]],
    ["LOG_LEVEL", ["fatal", "error", "warn", "info", "debug", "trace", "silent"]],
    ["NODE_ENV", ["development", "test"]],
  ])("%s may be each of %j", (name, values) => {
    for (const value of values) {
      expect(parseEnv({ [name]: value })).toMatchObject({ problems: [], env: { [name]: value } });
    }
  });

  it.each(["AI_UNAVAILABLE_MESSAGE", "AI_HANDOVER_MESSAGE"])("%s has at most 1,000 characters", (name) => {
    expect(parseEnv({ [name]: "x".repeat(1_000) }).problems).toEqual([]);
    expect(namesOf({ [name]: "x".repeat(1_001) })).toEqual([name]);
  });

  it("a URL loses its trailing slashes, so that paths can be put behind it", () => {
    const { env } = parseEnv({
      WHATSAPP_API_URL: "http://127.0.0.1:4010//",
      APP_URL: "https://a.example/x/",
    });
    expect(env.WHATSAPP_API_URL).toBe("http://127.0.0.1:4010");
    expect(env.APP_URL).toBe("https://a.example/x");
  });

  it.each(["postgres://u@h/d", "postgresql://u:p@h:5432/d?sslmode=require"])("%s is a database", (url) => {
    expect(parseEnv({ DATABASE_URL: url })).toMatchObject({ problems: [], env: { DATABASE_URL: url } });
  });

  it("a secret of eight characters is long enough", () => {
    expect(parseEnv({ CRON_SECRET: "12345678" }).problems).toEqual([]);
  });
});

describe("production", () => {
  it("misses every required variable, and says so of all at once", () => {
    const { problems } = parseEnv({ NODE_ENV: "production" });
    const { NODE_ENV, ...required } = complete;
    expect(problems.map(({ name }) => name).toSorted()).toEqual(Object.keys(required).toSorted());
    expect(new Set(problems.map(({ problem }) => problem))).toEqual(new Set(["is not set"]));
  });

  it("has no problem when all of them are there", () => {
    expect(parseEnv(complete).problems).toEqual([]);
  });

  it.each(["development", "test"])("%s demands none of them", (mode) => {
    expect(parseEnv({ NODE_ENV: mode }).problems).toEqual([]);
  });

  it("names a malformed secret once: as malformed, not as missing too", () => {
    expect(parseEnv({ ...complete, CRON_SECRET: "short" }).problems).toEqual([
      { name: "CRON_SECRET", problem: "is shorter than 8 characters" },
    ]);
  });

  it("does without the app secret, and nothing else, when unsigned webhooks are allowed", () => {
    const unsigned = { ...complete, WHATSAPP_APP_SECRET: undefined, WHATSAPP_ALLOW_UNSIGNED: "true" };
    expect(parseEnv(unsigned).problems).toEqual([]);
    expect(namesOf({ ...unsigned, WHATSAPP_VERIFY_TOKEN: undefined })).toEqual(["WHATSAPP_VERIFY_TOKEN"]);
    expect(namesOf({ ...unsigned, WHATSAPP_ALLOW_UNSIGNED: "false" })).toEqual(["WHATSAPP_APP_SECRET"]);
  });
});

describe("the environment of the process", () => {
  it("is read once and again only when asked to", () => {
    setEnv({ PORT: "4001" });
    expect(env().PORT).toBe(4001);
    process.env.PORT = "4002";
    expect(env().PORT).toBe(4001);
    expect(reloadEnv().PORT).toBe(4002);
    expect(env().PORT).toBe(4002);
  });

  it("tells its own problems, even before anybody has read a value", async () => {
    setEnv({ RUNNER_BATCH: "none" });
    vi.resetModules();
    const fresh = await import("@/lib/env");
    expect(fresh.envProblems().map(({ name }) => name)).toContain("RUNNER_BATCH");
    setEnv({ RUNNER_BATCH: "1" });
    expect(envProblems().map(({ name }) => name)).not.toContain("RUNNER_BATCH");
  });
});

it.each(["AI_UNAVAILABLE_MESSAGE", "AI_HANDOVER_MESSAGE"])(
  "%s of white space alone is a problem, not a silent reply",
  (name) => {
    expect(parseEnv({ [name]: "   " }).problems.map((problem) => problem.name)).toEqual([name]);
  },
);

it.each(["localhost:3000", "graph.facebook.com:443", "ftp://x", "javascript:alert(1)"])(
  "%s is no address to call",
  (value) => {
    expect(parseEnv({ WHATSAPP_API_URL: value }).problems).toHaveLength(1);
  },
);
