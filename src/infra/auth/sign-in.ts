import { ADDRESS_HEADER, auth } from "./auth";

export interface SignInRequest {
  email: string;
  password: string;
  /** As far as something we trust says it. */
  address: string;
  userAgent: string | null;
}

/** Compares the password and makes a session. @returns the cookies to set; null: unknown, wrong or disabled, all alike. */
export async function makeSession({
  email,
  password,
  address,
  userAgent,
}: SignInRequest): Promise<{ userId: string; cookies: string[] } | null> {
  const headers = new Headers({ [ADDRESS_HEADER]: address });
  if (userAgent) headers.set("user-agent", userAgent.slice(0, 300));
  const response = await auth().api.signInEmail({ body: { email, password }, headers, asResponse: true });
  if (response.status === 401 || response.status === 400) return null;
  const answer = await response.json();
  if (!response.ok) throw new Error(`better-auth answered ${response.status}`);
  return { userId: answer.user.id, cookies: response.headers.getSetCookie() };
}

/** Ends the session of a request. @returns the cookies that take the session's away. */
export async function endSession(request: Headers): Promise<string[]> {
  const headers = new Headers({ cookie: request.get("cookie") ?? "" });
  const response = await auth().api.signOut({ headers, asResponse: true });
  if (!response.ok) throw new Error(`better-auth answered ${response.status}`);
  return response.headers.getSetCookie();
}
