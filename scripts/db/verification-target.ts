// Which of the two URLs to look through, and whether it can be used for migrations at all.

import { readDatabaseUrl } from "@/lib/database-url";

/** What a URL says about where it leads, without its password. */
export interface Target {
  variable: "DIRECT_URL" | "DATABASE_URL";
  url: string;
  host: string;
  port: number;
  database: string;
  user: string;
  pooler?: Pooler;
}

interface Pooler {
  name: string;
  /** The part of the URL that shows it. */
  sign: string;
  /** How to get past it. */
  advice: string;
}

/** @throws with a plain sentence when there is no usable URL. */
export function chooseTarget(urls: { databaseUrl?: string; directUrl?: string }): Target {
  const variable = urls.directUrl ? "DIRECT_URL" : "DATABASE_URL";
  return readTarget(variable, urls.directUrl || urls.databaseUrl || "");
}

/** One for each server that the URL names. @throws as chooseTarget does. */
export function readTargets(variable: Target["variable"], text: string): Target[] {
  const urls = readDatabaseUrl(text);
  return urls.length > 1 ? urls.map(({ href }) => readTarget(variable, href)) : [readTarget(variable, text)];
}

/** Of a URL that leads to one server. @throws as chooseTarget does. */
export function readTarget(variable: Target["variable"], text: string): Target {
  if (readDatabaseUrl(text).length > 1) {
    const advice =
      variable === "DIRECT_URL"
        ? "name the one that takes writes"
        : "set DIRECT_URL to the one that takes writes";
    throw new Error(`${variable} names several servers: ${advice}`);
  }
  if (!/^postgres(ql)?:\/\//.test(text) || !URL.canParse(text))
    throw new Error(`${variable} is not a URL of the form postgresql://user:password@host:5432/database`);
  const url = new URL(text);
  // `user:1/2@host` reads as host "user", and what is shown of it would be the password.
  if (!url.username && text.includes("@"))
    throw new Error(`${variable}: characters such as / ? # in the password must be written as %2F %3F %23`);
  const pooler = findPooler(url);
  return {
    variable,
    url: withoutPrismaFlags(url),
    host: url.hostname,
    port: Number(url.port) || 5432,
    database: decodeURIComponent(url.pathname.slice(1)),
    user: decodeURIComponent(url.username),
    ...(pooler ? { pooler } : {}),
  };
}

function findPooler({ hostname, port, searchParams }: URL): Pooler | undefined {
  const direct = "Set DIRECT_URL to a connection that does not go through it";
  if (hostname.includes("-pooler.") || hostname.endsWith("-pooler")) {
    const advice = `${direct}: host ${hostname.replace("-pooler", "")}`;
    return {
      name: hostname.endsWith(".neon.tech") ? "Neon's pooler" : "a pooler",
      sign: "-pooler in the host",
      advice,
    };
  }
  if (port === "6543") {
    const isSupabase = /\.supabase\.(com|co)$/.test(hostname);
    return {
      name: isSupabase ? "Supabase's pooler" : "a pooler",
      sign: "port 6543",
      advice: `${direct}: port 5432`,
    };
  }
  if (port === "6432") return { name: "PgBouncer", sign: "port 6432", advice: `${direct}: port 5432` };
  if (searchParams.get("pgbouncer") === "true")
    return { name: "PgBouncer", sign: "pgbouncer=true", advice: direct };
  return undefined;
}

// Prisma's own; the server, or a pooler, would not know them.
const PRISMA_FLAGS = [
  "pgbouncer",
  "schema",
  "connection_limit",
  "pool_timeout",
  "socket_timeout",
  "connect_timeout",
];

function withoutPrismaFlags(url: URL): string {
  const clean = new URL(url);
  for (const flag of PRISMA_FLAGS) clean.searchParams.delete(flag);
  return clean.href;
}
