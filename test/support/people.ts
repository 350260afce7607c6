// People who sign in: made as an operator would make them, signed in by the route that browsers use.

import { randomInt } from "node:crypto";
import { POST as signInRoute } from "@/app/api/auth/sign-in/route";
import { addUser } from "@/domain/users";
import { prisma } from "@/infra/database/prisma";

export interface Somebody {
  userId: string;
  organizationId: string;
  email: string;
  password: string;
}

/** What the tests sign in with needs in the environment. */
export const signInEnv = {
  AUTH_SECRET: "a-secret-of-tests-that-is-long-enough-0123456789",
  INBOX_WITHOUT_SIGN_IN: undefined,
  INBOX_REQUESTS_PER_HOUR: "1000000",
  APP_URL: "http://localhost",
};

export async function newOrganization(): Promise<string> {
  const slug = `org-${randomInt(1e11, 1e12)}`;
  const { id } = await prisma().organization.create({ data: { name: "Test business", slug } });
  return id;
}

export async function newPerson(
  role: "ADMIN" | "AGENT" = "AGENT",
  organizationId?: string,
): Promise<Somebody> {
  const id = organizationId ?? (await newOrganization());
  const email = `person-${randomInt(1e11, 1e12)}@shop.example`;
  const added = await addUser({ organizationId: id, email, name: "Ana", role, actor: "operator:test" });
  return { ...added, organizationId: id, email };
}

export function askToSignIn(body: unknown, headers: Record<string, string> = {}): Promise<Response> {
  const request = new Request("http://localhost/api/auth/sign-in", {
    method: "POST",
    headers: { "content-type": "application/json", host: "localhost", ...headers },
    body: JSON.stringify(body),
  });
  return signInRoute(request);
}

/** Signs in. @returns the Cookie header of the session. */
export async function cookieOf({ email, password }: Somebody): Promise<string> {
  const response = await askToSignIn({ email, password });
  if (response.status !== 200) throw new Error(await response.text());
  return cookiesIn(response);
}

/** What a browser would send back. */
export function cookiesIn(response: Response): string {
  const pairs = response.headers.getSetCookie().map((line) => line.split(";")[0] ?? "");
  return pairs.join("; ");
}
