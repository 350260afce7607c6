import type { Check } from "../local/check-report";
import { type Answer, type Deployment, describeAnswer, judge } from "./deployment";

/** One of each kind of answer: a page, an API, refusals, and what is not there. */
const places = ["/sign-in", "/health/live", "/api/cron/cleanup", "/no/such/page", "/api/no/such/route"];
const FOREIGN_ORIGIN = "https://foreign.example";
const HSTS_MIN_SECONDS = 31_536_000; // ASVS 3.4.1

/** What keeps browsers from doing more than they should, on every kind of answer. */
export async function checkSecurityHeaders({ ask }: Deployment): Promise<Check> {
  const answers = await Promise.all(places.map((place) => ask(place)));
  const problems = answers.flatMap((answer) =>
    findProblems(answer).map((problem) => `${describeAnswer(answer)} ${problem}`),
  );
  return judge("security headers", problems, `on ${places.length} kinds of answers`);
}

function findProblems({ headers }: Answer): string[] {
  const of = (name: string) => headers.get(name) ?? "";
  const policy = of("content-security-policy");
  const rules: [holds: boolean, problem: string][] = [
    [of("x-content-type-options") === "nosniff", "without x-content-type-options: nosniff"],
    [of("referrer-policy") !== "", "without referrer-policy"],
    [policy !== "", "without content-security-policy"],
    [
      /^(DENY|SAMEORIGIN)$/i.test(of("x-frame-options")) || policy.includes("frame-ancestors"),
      "without x-frame-options or frame-ancestors",
    ],
    [
      maxAge(of("strict-transport-security")) >= HSTS_MIN_SECONDS,
      "without strict-transport-security of a year",
    ],
    [!headers.has("x-powered-by"), "with x-powered-by"],
  ];
  return rules.filter(([holds]) => !holds).map(([, problem]) => problem);
}

function maxAge(header: string): number {
  return Number(/max-age=(\d+)/.exec(header)?.[1] ?? 0);
}

/** No other site may read what this one answers: neither everybody nor whoever asks. */
export async function checkCors({ ask }: Deployment): Promise<Check> {
  const asked: [path: string, method: string][] = [
    ["/api/cron/cleanup", "GET"],
    ["/api/jobs/run-outbound", "POST"],
    ["/api/webhooks/whatsapp", "OPTIONS"],
    ["/health", "GET"],
  ];
  const headers = { origin: FOREIGN_ORIGIN, "access-control-request-method": "POST" };
  const answers = await Promise.all(asked.map(([path, method]) => ask(path, { method, headers })));
  const open = answers.filter((answer) => {
    const allowed = answer.headers.get("access-control-allow-origin") ?? "";
    return allowed === "*" || allowed === "null" || allowed.includes(FOREIGN_ORIGIN);
  });
  const problems = open.map((answer) => `${describeAnswer(answer)} and lets other sites read it`);
  return judge("cors", problems, "no other site may read answers");
}
