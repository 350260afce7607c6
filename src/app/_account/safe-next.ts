const HERE = "http://here.invalid";
const HOME = "/inbox";

/** Where to go on after signing in: a path of our own. A link could else lead through our sign-in to somebody else's site. */
export function safeNext(next: string | string[] | undefined): string {
  if (typeof next !== "string" || !next.startsWith("/") || !URL.canParse(next, HERE)) return HOME;
  const { origin, pathname, search, hash } = new URL(next, HERE);
  // The parser takes "//", "/\" and tabs as browsers do; an address of the API or of this page leads nowhere.
  if (origin !== HERE || pathname.startsWith("//") || /^\/(api|sign-in)(\/|$)/.test(pathname)) return HOME;
  return `${pathname}${search}${hash}`;
}
