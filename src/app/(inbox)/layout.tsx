import { headers } from "next/headers";
import { redirect } from "next/navigation";
import type { ReactNode } from "react";
import { readSession } from "@/app/_http/read-session";
import { Shell } from "@/app/_inbox/shell/shell";
import { readChanges } from "@/domain/live";
import { organizationName } from "@/domain/users";

/** The frame of every page for those who are signed in; the routes behind them authorise themselves all the same. */
export default async function SignedInLayout({ children }: { children: ReactNode }) {
  const session = await readSession();
  if (!session) {
    const address = (await headers()).get("x-address") ?? "/inbox";
    redirect(`/sign-in?next=${encodeURIComponent(address)}`);
  }
  const { user, organizationId, sessionId } = session;
  const organization = { id: organizationId, name: await organizationName(organizationId) };
  // From before anything is shown: what changes while the page loads is told, too.
  const { cursor } = await readChanges(organizationId, undefined);
  return (
    <Shell session={{ user, organization, isSignInOff: sessionId === null }} cursor={cursor}>
      {children}
    </Shell>
  );
}
