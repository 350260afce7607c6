"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from "react";
import { callInbox } from "@/app/_client/call-inbox";
import type { readChanges } from "@/app/_contract/conversation-operations";
import { useSession } from "../shell/session";
import { applyChanges } from "./apply-changes";
import { createLiveClient, type LiveStatus, type Source } from "./live-client";

const ADDRESS = "/api/inbox/changes";

const LiveContext = createContext<{ status: LiveStatus; retry: () => void }>({
  status: "connecting",
  retry: () => undefined,
});

/** How the connection is, and a way to try it now. */
export const useLive = () => useContext(LiveContext);

/** Keeps what is shown as it is on the server; once in the page. */
export function Live({ cursor, children }: { cursor: string; children: ReactNode }) {
  const queryClient = useQueryClient();
  const { user } = useSession();
  const router = useRouter();
  const [begin] = useState(cursor);
  const [status, setStatus] = useState<LiveStatus>("connecting");
  const client = useMemo(
    () =>
      createLiveClient(begin, {
        openSource: (after) =>
          new EventSource(after ? `${ADDRESS}?after=${encodeURIComponent(after)}` : ADDRESS) as Source,
        poll: (after) => callInbox<typeof readChanges>("GET", ADDRESS, { query: after ? { after } : {} }),
        onChanges: (changes) => applyChanges(queryClient, changes, user.id),
        onStatus: setStatus,
      }),
    [queryClient, user.id, begin],
  );
  useEffect(() => {
    const listening = new AbortController();
    const { signal } = listening;
    document.addEventListener("visibilitychange", () => client.setHidden(document.hidden), { signal });
    window.addEventListener("online", () => client.setOnline(true), { signal });
    window.addEventListener("offline", () => client.setOnline(false), { signal });
    client.start();
    return () => {
      listening.abort();
      client.stop();
    };
  }, [client]);
  useEffect(() => {
    if (status === "signed-out") router.refresh(); // The layout sends to /sign-in.
  }, [status, router]);
  const value = useMemo(() => ({ status, retry: client.retry }), [status, client]);
  return <LiveContext value={value}>{children}</LiveContext>;
}
