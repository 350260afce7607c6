import type { Check } from "../local/check-report";
import { type Answer, type Deployment, describeAnswer, isRedirect, judge } from "./deployment";

const HEALTH = [200, 503];

/** Every route that others call, and what it answers to a stranger. */
const routes: [method: string, path: string, statuses: number[]][] = [
  ["GET", "/api/webhooks/whatsapp", [403]],
  ["POST", "/api/webhooks/whatsapp", [401]],
  ["GET", "/api/cron/run-outbound-jobs", [401]],
  ["GET", "/api/cron/cleanup", [401]],
  ["POST", "/api/jobs/run-outbound", [401]],
  ["GET", "/api/jobs/run-outbound", [401]],
  ["GET", "/api/jobs/self-test", [401]],
  ["GET", "/api/media/none", [403]],
  ["GET", "/metrics", [401, 429]], // Strangers are counted there; the answer is a refusal either way.
  ["GET", "/api/inbox/conversations", [401]],
  ["GET", "/sign-in", [200]],
  ["GET", "/health/live", [200]],
  ["GET", "/livez", [200]],
  ...["/health", "/health/ready", "/health/database", "/health/whatsapp", "/health/ai"].map(healthRoute),
  ...["/healthz", "/readyz", "/api/health"].map(healthRoute),
];

function healthRoute(path: string): [string, string, number[]] {
  return ["GET", path, HEALTH];
}

/** Each route is there and refuses strangers in its own way: 401 rather than 404, and a GET route takes a GET. */
export async function checkRoutes({ ask }: Deployment): Promise<Check> {
  const problems = await Promise.all(
    routes.map(async ([method, path, statuses]) => {
      const answer = await ask(path, { method, ...(method === "POST" ? { body: "{}" } : {}) });
      return statuses.includes(answer.status) ? [] : [explain(answer, statuses)];
    }),
  );
  return judge("routes", problems.flat(), `${routes.length} are mapped and answer as they should`);
}

function explain(answer: Answer, statuses: number[]): string {
  const what = describeAnswer(answer);
  if (answer.status === 404) return `${what}: not mapped`;
  if (answer.status === 405) return `${what}: does not take ${answer.method}`;
  return `${what}, expected ${statuses.join(" or ")}`;
}

/** Schedulers do not follow redirects, and take one for a success. Asked last: it looks at every answer before. */
export function checkRedirects({ answers }: Deployment): Check {
  const problems = answers.filter(isRedirect).map(describeAnswer);
  return judge("redirects", [...new Set(problems)], "nothing redirects");
}

/** How long answers took; the figures to watch are in docs/OPERATIONS.md, not here. */
export function noteResponseTimes({ answers }: Deployment): Check {
  const median = (path: string) => {
    const times = answers.filter((answer) => answer.path === path).map(({ elapsedMs }) => elapsedMs);
    const middle = times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)];
    return middle === undefined ? [] : [`${path} ${middle} ms`];
  };
  const paths = ["/health/live", "/health/ready", "/sign-in", "/api/webhooks/whatsapp"];
  return { name: "response times", status: "note", detail: paths.flatMap(median).join(", ") };
}
