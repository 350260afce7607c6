"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { callInbox } from "@/app/_client/call-inbox";
import type { diffPersonaVersions, showPersona } from "@/app/_contract/persona-operations";
import { Badge } from "@/app/_kit/badge";
import { Button } from "@/app/_kit/button";
import { ConfirmDialog } from "@/app/_kit/confirm-dialog";
import { EmptyState } from "@/app/_kit/empty-state";
import { RelativeTime } from "@/app/_kit/relative-time";
import { QueryView } from "@/app/_operations/shared/query-view";
import { Changes } from "./changes";
import type { PersonaAnswer } from "./persona";
import { useSave } from "./persona-editor";

/** Who changed it when, and why; each compared with the one before, and brought back as the next. */
export function Versions({ answer, onDone }: { answer: PersonaAnswer; onDone: () => void }) {
  const t = useTranslations("operations.persona");
  const { versions } = answer;
  const newest = versions[0]?.version ?? null;
  const [shown, setShown] = useState<number | null>(newest);
  const [restored, setRestored] = useState<number | null>(null);
  const save = useSave(newest);
  const restore = async (version: number) => {
    const query = { version: String(version) };
    const { persona } = await callInbox<typeof showPersona>("GET", "/api/inbox/persona", { query });
    await save.mutateAsync({
      persona: persona.written,
      note: t("restoreNote", { version: String(version) }),
    });
    onDone();
  };
  if (versions.length === 0) return <EmptyState title={t("noVersions")}>{t("noVersionsHint")}</EmptyState>;
  return (
    <>
      <ol className="flex flex-col gap-2">
        {versions.map(({ version, note, author, createdAt }) => (
          <li key={version} className="rounded-card border border-line bg-surface px-4 py-3">
            <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
              <span className="tnum font-semibold">{t("version", { version: String(version) })}</span>
              {version === newest && <Badge tone="accent">{t("inUse")}</Badge>}
              <span dir="auto" className="text-soft">
                {note}
              </span>
              <span className="ms-auto text-xs text-faint">
                {author} · <RelativeTime at={createdAt} />
              </span>
            </div>
            <div className="mt-2 flex flex-wrap gap-2">
              {version > 1 && (
                <Button
                  size="small"
                  variant="quiet"
                  aria-expanded={shown === version}
                  onClick={() => setShown(shown === version ? null : version)}
                >
                  {t("compare", { version: String(version - 1) })}
                </Button>
              )}
              {version !== newest && (
                <Button size="small" variant="quiet" onClick={() => setRestored(version)}>
                  {t("restore")}
                </Button>
              )}
            </div>
            {shown === version && version > 1 && (
              <div className="mt-3 border-t border-line pt-3">
                <Difference from={version - 1} to={version} />
              </div>
            )}
          </li>
        ))}
      </ol>
      <ConfirmDialog
        isOpen={restored !== null}
        onOpenChange={() => setRestored(null)}
        title={t("restoreOne", { version: String(restored ?? 0) })}
        description={t("restoreHint", { next: String((newest ?? 0) + 1) })}
        confirmLabel={t("restore")}
        onConfirm={() => restored !== null && restore(restored)}
      />
    </>
  );
}

function Difference({ from, to }: { from: number; to: number }) {
  const query = useQuery({
    queryKey: ["persona-diff", from, to],
    queryFn: ({ signal }) =>
      callInbox<typeof diffPersonaVersions>("GET", "/api/inbox/persona/diff", {
        query: { from, to },
        signal,
      }),
    staleTime: Number.POSITIVE_INFINITY,
  });
  return (
    <QueryView query={query} lines={2}>
      {({ changes }) => <Changes changes={changes} />}
    </QueryView>
  );
}
