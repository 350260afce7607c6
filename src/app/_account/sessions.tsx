"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { callInbox } from "@/app/_client/call-inbox";
import type { listSessions, revokeSession, Session } from "@/app/_contract/users-operations";
import { Badge } from "@/app/_kit/badge";
import { Button } from "@/app/_kit/button";
import { ConfirmDialog } from "@/app/_kit/confirm-dialog";
import { RelativeTime } from "@/app/_kit/relative-time";
import { type Column, Table } from "@/app/_kit/table";
import { QueryView } from "@/app/_operations/shared/query-view";
import { useWork } from "@/app/_operations/shared/use-work";
import { nameBrowser } from "./name-browser";

/** Who is signed in where: one's own sessions, or everybody's. */
export function Sessions({ whose }: { whose: "own" | "everybody" }) {
  const t = useTranslations("account.sessions");
  const [ended, setEnded] = useState<Session | null>(null);
  const query = useQuery({
    queryKey: ["sessions", whose],
    queryFn: async ({ signal }) =>
      (await callInbox<typeof listSessions>("GET", "/api/inbox/sessions", { query: { whose }, signal }))
        .sessions,
  });
  const revoke = useWork({
    work: ({ id }: Session) =>
      callInbox<typeof revokeSession>("DELETE", "/api/inbox/sessions/{id}", { params: { id } }),
    changes: [["sessions"], ["users"]],
    done: () => t("ended"),
  });
  const columns: Column<Session>[] = [
    {
      key: "where",
      header: t("where"),
      cell: ({ userAgent, isCurrent }) => (
        <span className="flex flex-wrap items-center gap-2">
          {nameBrowser(userAgent) ?? t("unknown")}
          {isCurrent && <Badge tone="accent">{t("here")}</Badge>}
        </span>
      ),
    },
    {
      key: "address",
      header: t("address"),
      cell: ({ ipAddress }) => <bdi>{addressOf(ipAddress) ?? t("unknown")}</bdi>,
    },
    { key: "since", header: t("since"), cell: ({ createdAt }) => <RelativeTime at={createdAt} /> },
    {
      key: "end",
      header: t("end"),
      isEnd: true,
      cell: (session) =>
        session.isCurrent ? null : (
          <Button size="small" onClick={() => setEnded(session)}>
            {t("end")}
          </Button>
        ),
    },
  ];
  const who: Column<Session> = {
    key: "who",
    header: t("who"),
    cell: ({ user }) => <span dir="auto">{user.name}</span>,
  };
  return (
    <QueryView query={query} lines={3}>
      {(sessions) => (
        <>
          <Table
            caption={t("title")}
            columns={whose === "everybody" ? [who, ...columns] : columns}
            rows={sessions}
            rowKey={({ id }) => id}
          />
          <ConfirmDialog
            isOpen={ended !== null}
            onOpenChange={() => setEnded(null)}
            title={t("endTitle")}
            description={t("endHint", { name: ended?.user.name ?? "" })}
            confirmLabel={t("end")}
            isDangerous
            onConfirm={() => ended && revoke.mutateAsync(ended)}
          />
        </>
      )}
    </QueryView>
  );
}

/** Where nothing that we trust has said it. */
function addressOf(address: string | null): string | null {
  return address === "unknown" ? null : address;
}
