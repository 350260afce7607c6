import { env } from "@/lib/env";
import { AppError } from "@/lib/errors";
import { secretsMatch } from "@/lib/secrets";

/**
 * Lets a request pass that carries the token, as `Authorization: Bearer …` (what Vercel's cron sends) or as `?token=`
 * unless ALLOW_TOKEN_IN_QUERY is false: addresses are kept in the logs of proxies and browsers. No other header counts: `x-vercel-cron` can be sent by anybody. Without a token configured nobody passes.
 * @throws UNAUTHORIZED.
 */
export function requireToken(request: Request, expected: string | undefined): void {
  if (!carriesToken(request, expected)) {
    const publicMessage = "A valid token is required.";
    throw new AppError("UNAUTHORIZED", "Missing or wrong token", { publicMessage });
  }
}

export function carriesToken(request: Request, expected: string | undefined): boolean {
  const bearer = /^Bearer (.+)$/i.exec(request.headers.get("authorization") ?? "")?.[1];
  if (secretsMatch(bearer, expected)) return true;
  if (!env().ALLOW_TOKEN_IN_QUERY) return false;
  return secretsMatch(new URL(request.url).searchParams.get("token"), expected);
}
