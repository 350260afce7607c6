import { headers } from "next/headers";
import type { InboxSession } from "./session";
import { whoAsks } from "./who-asks";

/** For pages: who is signed in; null: they have to. */
export async function readSession(): Promise<InboxSession | null> {
  return await whoAsks(await headers());
}
