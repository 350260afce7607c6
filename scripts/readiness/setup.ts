import { type Env, type EnvProblem, parseEnv } from "@/lib/env";
import type { Check } from "../local/check-report";

/** What is looked at. */
export interface Setup {
  variables: Record<string, string | undefined>;
  /** The variables as a production process would read them. */
  env: Env;
  problems: EnvProblem[];
  /** Where the deployment can be asked; its processes alone know their circuit breakers. */
  url: string | undefined;
  plan: "hobby" | "pro" | undefined;
  /** Whether to ask the AI one question. */
  isLive: boolean;
  fksSeconds: number;
  /** The checkout. */
  folder: string;
}

/** One thing that has to hold before customers come. */
export type ReadinessCheck = (setup: Setup) => Check | Check[] | Promise<Check | Check[]>;

export type Wishes = Pick<Setup, "plan" | "isLive" | "fksSeconds" | "folder"> & { url?: string };

/** Whatever NODE_ENV is here, the judgement is about production. */
export function setUp(variables: Setup["variables"], wishes: Wishes): Setup {
  const { env, problems } = parseEnv({ ...variables, NODE_ENV: "production" });
  return { ...wishes, variables, env, problems, url: wishes.url?.replace(/\/+$/, "") ?? env.APP_URL };
}

export function pass(name: string, detail: string): Check {
  return { name, status: "pass", detail };
}

export function warn(name: string, detail: string, mend: string): Check {
  return { name, status: "warn", detail, mend };
}

export function fail(name: string, detail: string, mend: string): Check {
  return { name, status: "fail", detail, mend };
}
