// The host: its schedule, its Node.js, and what its processes say of themselves.

import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { storageOf } from "@/infra/storage/media-storage";
import { probeStorage } from "@/infra/storage/probe-storage";
import { describeError } from "@/lib/errors";
import type { Check } from "../local/check-report";
import { fail, pass, type ReadinessCheck, type Setup, warn } from "./setup";

const TIMEOUT_MS = 5_000;

const vercelFile = z.object({
  crons: z.array(z.object({ path: z.string(), schedule: z.string() })).default([]),
  redirects: z.array(z.object({ source: z.string() })).default([]),
  trailingSlash: z.boolean().default(false),
});

/** Hobby takes one run a day; a finer schedule fails the deployment (Vercel, usage-and-pricing). */
export const checkSchedule: ReadinessCheck = ({ folder, plan }) => {
  const name = "schedule";
  const file = join(folder, "vercel.json");
  if (!existsSync(file))
    return { name, status: "note", detail: "no vercel.json: something else calls the cron" };
  const { crons } = vercelFile.parse(JSON.parse(readFileSync(file, "utf8")));
  const fine = crons.filter(({ schedule }) => !/^\d+ \d+ /.test(schedule)).map(({ path }) => path);
  if (fine.length === 0 || plan === "pro") return pass(name, `${crons.length} crons`);
  const detail = `more than once a day: ${fine.join(", ")}`;
  const mend = "Take it out of vercel.json and call it from elsewhere, or run npm run worker.";
  if (plan === "hobby") return fail(name, detail, mend);
  return { name, status: "note", detail: `${detail}; needs Vercel's Pro plan (--plan hobby|pro)` };
};

/** Schedulers send GET and take a redirect for a success. */
export const checkCronRoutes: ReadinessCheck = ({ folder }) => {
  const name = "cron routes";
  const file = join(folder, "vercel.json");
  if (!existsSync(file)) return { name, status: "note", detail: "no vercel.json" };
  const { crons, redirects, trailingSlash } = vercelFile.parse(JSON.parse(readFileSync(file, "utf8")));
  const problems = crons.flatMap(({ path }) => [
    ...(takesGet(folder, path) ? [] : [`${path} has no GET`]),
    ...(redirects.some(({ source }) => covers(source, path)) ? [`${path} is redirected`] : []),
  ]);
  if (trailingSlash) problems.push("trailingSlash redirects every cron");
  if (problems.length > 0) return fail(name, problems.join("\n"), "Mend vercel.json or the route.");
  return pass(name, `${crons.length} answer GET and none is redirected`);
};

function takesGet(folder: string, path: string): boolean {
  const file = join(folder, "src", "app", path, "route.ts");
  // What is refused with otherMethods is exported as well, by its name in braces.
  return (
    existsSync(file) &&
    /^export (const|async function|function) GET\b|\bas GET\b/m.test(readFileSync(file, "utf8"))
  );
}

function covers(source: string, path: string): boolean {
  const pattern = source.replace(/[.+?^${}()|[\]\\]/g, "\\$&").replace(/:\w+\\?\*?|\\\(.*?\\\)|\*/g, ".*");
  return new RegExp(`^${pattern}$`).test(path);
}

export const checkNode: ReadinessCheck = ({ folder }) => {
  const name = "node";
  const { engines } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const wanted = /(\d+)\.(\d+)/.exec(engines.node)?.slice(1).map(Number) ?? [];
  const found = process.versions.node.split(".").map(Number);
  const isEnough =
    (found[0] ?? 0) > (wanted[0] ?? 0) || (found[0] === wanted[0] && (found[1] ?? 0) >= (wanted[1] ?? 0));
  if (isEnough) return pass(name, process.version);
  return fail(name, `${process.version}, needs ${engines.node}`, `Install Node.js ${engines.node}.`);
};

/** Without it customers' files do not arrive; their messages and the answers to them do. */
export const checkMediaStorage: ReadinessCheck = async ({ env }) => {
  const name = "media storage";
  try {
    const storage = storageOf(env);
    await probeStorage(storage);
    const where =
      storage.kind === "s3" ? "the bucket" : "a folder of this machine (several need MEDIA_S3_BUCKET)";
    return pass(name, `${where} takes a file and gives it back`);
  } catch (error) {
    return warn(name, describeError(error), "See MEDIA_DIR and MEDIA_S3_* in .env.example.");
  }
};

/** The breakers are each process's own: the one that answers is asked. */
export const checkCircuits: ReadinessCheck = async ({ url }: Setup): Promise<Check> => {
  const name = "circuit breakers";
  const mend = "Nothing to do before the first deployment; else look at /health.";
  if (!url) return warn(name, "APP_URL does not say where to ask", mend);
  try {
    const response = await fetch(`${url}/health`, {
      redirect: "manual",
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    const { circuits } = health.parse(await response.json());
    const open = circuits
      .filter(({ state }) => state !== "closed")
      .map((each) => `${each.name} is ${each.state}`);
    if (open.length > 0) return warn(name, open.join("\n"), "It closes by itself; see docs/OPERATIONS.md.");
    return pass(name, "closed");
  } catch {
    // Nobody there, or somebody else: both are no deployment of ours that could be asked.
    return warn(name, "nobody answers at APP_URL", mend);
  }
};

const health = z.object({ circuits: z.array(z.object({ name: z.string(), state: z.string() })) });
