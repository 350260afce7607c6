import { AppError } from "@/lib/errors";
import { secretsMatch } from "@/lib/secrets";

/**
 * Lets a request pass that carries the token, as `Authorization: Bearer …` (what Vercel's cron sends) or as `?token=`.
 * No other header counts: `x-vercel-cron` can be sent by anybody. Without a token configured nobody passes.
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
  const inQuery = new URL(request.url).searchParams.get("token");
  return secretsMatch(bearer, expected) || secretsMatch(inQuery, expected);
}
