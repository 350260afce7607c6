import * as operations from "@/app/_contract/conversation-operations";
import { type EventStream, eventStream } from "@/app/_http/event-stream";
import { inboxRoute } from "@/app/_http/inbox-route";
import { otherMethods } from "@/app/_http/other-methods";
import { whoAsks } from "@/app/_http/who-asks";
import { type Changes, followChanges, readChanges } from "@/domain/live";
import { shutdown } from "@/domain/runner";

export const dynamic = "force-dynamic";

const BEAT_MS = 15_000;
/** Whoever has been signed out hears nothing any more after this. */
const SESSION_MS = 30_000;

/** As server-sent events where they are asked for, else once. The browser says itself where it stood when it comes back. */
export const GET = inboxRoute(operations.readChanges, async ({ session, query, request }) => {
  const after = request.headers.get("last-event-id") ?? query.after;
  const { organizationId } = session;
  const isStream = request.headers.get("accept")?.includes("text/event-stream");
  if (!isStream) return readChanges(organizationId, after);
  const { stream, response } = eventStream([request.signal, shutdown().signal]);
  const following = await followChanges({ organizationId, after }, (changes) =>
    stream.send({ id: changes.cursor, name: "changes", data: asJson(changes) }),
  ).catch((error) => {
    stream.end();
    throw error;
  });
  const beats = setInterval(() => stream.beat(following.cursor()), BEAT_MS);
  const checks = setInterval(() => endWithoutSession(request, stream), SESSION_MS);
  const leave = () => {
    clearInterval(beats);
    clearInterval(checks);
    following.stop();
  };
  if (stream.over.aborted) leave();
  else stream.over.addEventListener("abort", leave, { once: true });
  return response;
});

async function endWithoutSession(request: Request, stream: EventStream): Promise<void> {
  // Also when the database is away: coming back, they are asked again.
  const session = await whoAsks(request.headers).catch(() => null);
  if (!session) stream.end();
}

/** The same object goes to everybody of the organization: it is written out once. */
const written = new WeakMap<Changes, string>();

function asJson(changes: Changes): string {
  const text = written.get(changes) ?? JSON.stringify(operations.readChanges.answer.parse(changes));
  written.set(changes, text);
  return text;
}

export const { POST, PUT, PATCH, DELETE, OPTIONS } = otherMethods("GET");
