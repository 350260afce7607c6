import { describeError } from "@/lib/errors";
import type { Check } from "../local/check-report";

export interface Answer {
  method: string;
  path: string;
  status: number;
  headers: Headers;
  text: string;
  elapsedMs: number;
}

/** What is known of the deployment and expected of it. Secrets that are not known leave their checks out. */
export interface Expectations {
  url: string;
  /** At least seven characters of it. */
  commit?: string;
  version: string;
  /** Null where this checkout has none. */
  migration: string | null;
  timeoutMs: number;
  /** How long to wait for the commit, and for a first run of the cron. */
  waitMs: number;
  isCronTriggered: boolean;
  isSelfTested: boolean;
  selfTestMs: number;
  secrets: Partial<Record<SecretName, string>>;
  /** Where progress goes. */
  say: (line: string) => void;
}

export type SecretName =
  | "METRICS_TOKEN"
  | "JOB_RUNNER_TOKEN"
  | "CRON_SECRET"
  | "WHATSAPP_VERIFY_TOKEN"
  | "WHATSAPP_APP_SECRET"
  | "WHATSAPP_PHONE_NUMBER_ID";

export interface Deployment extends Expectations {
  /** Every answer so far. */
  answers: Answer[];
  /** One request; redirects are answers, not followed. @throws where nobody answers in time. */
  ask(path: string, init?: RequestInit): Promise<Answer>;
}

export function reach(expectations: Expectations): Deployment {
  const { url, timeoutMs } = expectations;
  const answers: Answer[] = [];
  return {
    ...expectations,
    answers,
    ask: async (path, init = {}) => {
      const method = init.method ?? "GET";
      const startedAt = performance.now();
      try {
        const signal = AbortSignal.timeout(timeoutMs);
        const response = await fetch(`${url}${path}`, { ...init, redirect: "manual", signal });
        const text = await response.text();
        const elapsedMs = Math.round(performance.now() - startedAt);
        const answer = { method, path, status: response.status, headers: response.headers, text, elapsedMs };
        answers.push(answer);
        return answer;
      } catch (error) {
        throw new Error(`${method} ${withoutQuery(path)}: no answer: ${describeError(error)}`);
      }
    },
  };
}

export function bearer(token: string | undefined): { headers: Record<string, string> } {
  return { headers: token ? { authorization: `Bearer ${token}` } : {} };
}

export function isRedirect({ status }: Answer): boolean {
  return status >= 300 && status < 400;
}

/** What an answer is, in words; never its query, where secrets travel. */
export function describeAnswer({ method, path, status, headers }: Answer): string {
  const to = isRedirect({ status } as Answer)
    ? ` to ${withoutQuery(headers.get("location") ?? "nowhere")}`
    : "";
  return `${method} ${withoutQuery(path)} answers ${status}${to}`;
}

export function parseJson<Body>({ text }: Answer): Partial<Body> {
  try {
    return JSON.parse(text);
  } catch {
    return {}; // Somebody else's page: what is expected in it is missing.
  }
}

/** One check over a number of things that must hold: all of those that do not, in one line. */
export function judge(name: string, problems: string[], whatHolds: string): Check {
  if (problems.length === 0) return { name, status: "pass", detail: whatHolds };
  return { name, status: "fail", detail: problems.join("\n") };
}

function withoutQuery(path: string): string {
  return path.replace(/\?.*$/s, "");
}
