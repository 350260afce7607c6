import { prismaAdapter } from "better-auth/adapters/prisma";
import { betterAuth } from "better-auth/minimal";
import { prisma } from "@/infra/database/prisma";
import { env } from "@/lib/env";
import { AppError } from "@/lib/errors";
import { log } from "@/lib/logger";
import { oncePerProcess } from "@/lib/once-per-process";

/** The header in which we ourselves hand the client's address to better-auth; what a client sends never reaches it. */
export const ADDRESS_HEADER = "x-replyonce-address";

const IDLE_SECONDS = 7 * 86_400; // Whoever has not come for so long signs in again.
const RENEW_SECONDS = 86_400;

type Auth = ReturnType<typeof createAuth>;

/**
 * better-auth, of which only what is called from here is reachable: none of its own routes is mapped. Made anew where the
 * database or the secret is another. @throws NOT_CONFIGURED without AUTH_SECRET.
 */
export function auth(): Auth {
  const made = oncePerProcess("auth", () => new WeakMap<object, Map<string, Auth>>());
  const client = prisma();
  const bySettings = made.get(client) ?? new Map<string, Auth>();
  made.set(client, bySettings);
  const { AUTH_SECRET: secret, APP_URL: url = "" } = env();
  if (!secret) throw new AppError("NOT_CONFIGURED", "AUTH_SECRET is not set");
  const key = JSON.stringify([secret, url]);
  const found = bySettings.get(key) ?? createAuth(secret, url);
  bySettings.set(key, found);
  return found;
}

function createAuth(secret: string, url: string) {
  // Where nobody says how people come here, a cookie of a production is not sent over plain http.
  const isSecure = url ? url.startsWith("https:") : env().NODE_ENV === "production";
  return betterAuth({
    appName: "ReplyOnce",
    secret,
    baseURL: url || "http://localhost",
    trustedOrigins: url ? [url] : [],
    database: prismaAdapter(prisma(), { provider: "postgresql" }),
    emailAndPassword: { enabled: true, disableSignUp: true, minPasswordLength: 12, maxPasswordLength: 128 },
    user: {
      additionalFields: {
        organizationId: { type: "string", input: false },
        role: { type: "string", input: false },
        disabledAt: { type: "date", required: false, input: false },
      },
    },
    // No copy of the session in a cookie: who is signed out is signed out everywhere at once.
    session: { expiresIn: IDLE_SECONDS, updateAge: RENEW_SECONDS, cookieCache: { enabled: false } },
    advanced: {
      cookiePrefix: "replyonce",
      useSecureCookies: isSecure,
      defaultCookieAttributes: { httpOnly: true, sameSite: "lax", secure: isSecure, path: "/" },
      database: { generateId: "uuid" },
      // By our own count of proxies: src/app/_http/client-address.ts.
      ipAddress: { disableIpTracking: true },
      // src/app/_http/require-own-site.ts has looked; what is called here is called by us.
      disableCSRFCheck: true,
      disableOriginCheck: true,
    },
    rateLimit: { enabled: false }, // Counted in the database, by domain/users.
    telemetry: { enabled: false },
    logger: {
      log: (level, message) =>
        level === "error" && log("error", "[AUTH] better-auth failed", { error: message }),
    },
    databaseHooks: { session: { create: { before: refuseDisabled } } },
  });
}

/** After the password was compared, so that a disabled user and a wrong password look and take the same. */
async function refuseDisabled<Made extends { userId: string }>(
  session: Made,
  context: { headers?: Headers | undefined } | null,
) {
  const user = await prisma().user.findUnique({
    where: { id: session.userId },
    select: { disabledAt: true },
  });
  if (!user || user.disabledAt) return false;
  const ipAddress = context?.headers?.get(ADDRESS_HEADER) ?? null;
  return { data: { ...session, ipAddress } };
}
