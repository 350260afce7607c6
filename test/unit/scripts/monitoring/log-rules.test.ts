import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { applyLogRules, logRules } from "../../../../scripts/monitoring/log-rules";

const START = Date.parse("2026-11-22T10:00:00Z");

/** Log lines, each so many seconds after the start. */
function logOf(...lines: [seconds: number, msg: string, fields?: object][]): string {
  return lines
    .map(([seconds, msg, fields]) =>
      JSON.stringify({
        level: "info",
        time: new Date(START + seconds * 1_000).toISOString(),
        pid: 7,
        ...fields,
        msg,
      }),
    )
    .join("\n");
}

const broken = (text: string) => applyLogRules(text).map(({ rule, count }) => `${rule.name} ${count}`);

describe("a start", () => {
  it.each<[string, Parameters<typeof logOf>, string[]]>([
    [
      "that ends with Listening is fine",
      [
        [0, "[STARTUP] Environment reason=x"],
        [5, "Listening on port 3000"],
        [900, "x"],
      ],
      [],
    ],
    [
      "that never listens is found",
      [
        [0, "[STARTUP] Not reached"],
        [70, "[HEALTH] Not ready"],
      ],
      ["start without listening 1"],
    ],
    [
      "that may still listen is not yet found",
      [
        [0, "[STARTUP] Not reached"],
        [50, "[HEALTH] Not ready"],
      ],
      [],
    ],
    [
      "that takes too long is found",
      [
        [0, "Configuration loaded"],
        [90, "Listening on port 3000"],
      ],
      ["start without listening 1"],
    ],
    [
      "of one process is not excused by another one",
      [
        [0, "[STARTUP] Not reached"],
        [1, "Configuration loaded", { pid: 8 }],
        [2, "Listening on port 1", { pid: 8 }],
        [70, "x"],
      ],
      ["start without listening 1"],
    ],
    [
      "of a worker ends with its own line",
      [
        [0, "[STARTUP] x"],
        [1, "[WORKER] Started"],
        [900, "x"],
      ],
      [],
    ],
  ])("%s", (_, lines, expected) => {
    expect(broken(logOf(...lines))).toEqual(expected);
  });
});

describe("other rules", () => {
  it("drift is found wherever it stands, and counted", () => {
    const text = logOf(
      [0, "[DB-MISMATCH] Request failed"],
      [1, "[HTTP] Request failed"],
      [2, "[DB-MISMATCH]"],
    );
    expect(applyLogRules(text)).toMatchObject([
      { rule: { name: "drift" }, count: 2, since: "2026-11-22T10:00:00.000Z" },
    ]);
  });

  it("a cron call that is let in is told from one that is not by its request id", () => {
    const text = logOf(
      [0, "[CRON] trigger start", { requestId: "cron_1" }],
      [0, "[CRON] authorized", { requestId: "cron_1" }],
      [0, "[CRON] trigger start", { requestId: "cron_2" }],
      [60, "x"],
    );
    expect(broken(text)).toEqual(["cron without access 1"]);
  });

  it("an alert is over when its own end is told", () => {
    const text = logOf(
      [0, "[ALERT] Raised", { code: "queue_late" }],
      [0, "[ALERT] Raised", { code: "cron_late" }],
      [300, "[ALERT] Resolved", { code: "queue_late" }],
      [4_000, "x"],
    );
    expect(broken(text)).toEqual(["alert without end 1"]);
  });

  it("lines that are not ours are passed over", () => {
    expect(applyLogRules('▲ Next.js 16\n{"half":\n\n{"msg":5}\n[DB-MISMATCH] not JSON')).toEqual([]);
    expect(applyLogRules("")).toEqual([]);
  });
});

it.each(logRules)(
  "docs/OPERATIONS.md has the rule $name as it is applied",
  ({ name, opens, closedBy = [], withinSeconds, by }) => {
    const section =
      /^## Log rules\n([\s\S]*?)^## /m.exec(readFileSync("docs/OPERATIONS.md", "utf8"))?.[1] ?? "";
    const line = section.split("\n").find((row) => row.startsWith(`| ${name} |`)) ?? "";
    for (const beginning of [...opens.split("|"), ...closedBy]) expect(line).toContain(`\`${beginning}\``);
    if (by) expect(line).toContain(`same \`${by}\` within ${withinSeconds} s`);
  },
);
