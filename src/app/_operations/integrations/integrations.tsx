"use client";

import { useQuery } from "@tanstack/react-query";
import { Phone, Plus } from "lucide-react";
import { useState } from "react";
import { useTranslations } from "use-intl";
import type { z } from "zod";
import { callInbox } from "@/app/_client/call-inbox";
import type { listNumbers } from "@/app/_contract/integration-operations";
import { Button } from "@/app/_kit/button";
import { EmptyState } from "@/app/_kit/empty-state";
import { PageHeader } from "@/app/_kit/page-header";
import { QueryView } from "@/app/_operations/shared/query-view";
import { HoursDialog } from "./hours-dialog";
import { NumberCard } from "./number-card";
import { SetUpDialog } from "./set-up-dialog";
import { TemplatesDialog } from "./templates-dialog";
import { TokenDialog } from "./token-dialog";
import { VerifyDialog } from "./verify-dialog";

export type NumbersAnswer = z.output<typeof listNumbers.answer>;
export type BusinessNumber = NumbersAnswer["integrations"][number];
export type NumberTask = "verify" | "hours" | "templates" | "token";

export function Integrations() {
  const t = useTranslations("operations");
  const [isAdding, setIsAdding] = useState(false);
  const [task, setTask] = useState<{ kind: NumberTask; id: string } | null>(null);
  const query = useQuery({
    queryKey: ["integrations"],
    queryFn: ({ signal }) => callInbox<typeof listNumbers>("GET", "/api/inbox/integrations", { signal }),
  });
  const add = (
    <Button
      variant="primary"
      icon={<Plus aria-hidden="true" className="size-4" />}
      onClick={() => setIsAdding(true)}
    >
      {t("numbers.add")}
    </Button>
  );
  const close = () => setTask(null);
  const numberOf = (kind: NumberTask) =>
    task?.kind === kind ? (query.data?.integrations.find(({ id }) => id === task.id) ?? null) : null;
  return (
    <>
      <PageHeader
        title={t("sections.integrations.title")}
        description={t("sections.integrations.description")}
        actions={add}
      />
      <QueryView query={query}>
        {({ integrations }) =>
          integrations.length === 0 ? (
            <EmptyState icon={<Phone />} title={t("numbers.none")} action={add}>
              {t("numbers.noneHint")}
            </EmptyState>
          ) : (
            <ul className="grid gap-4 lg:grid-cols-2">
              {integrations.map((number) => (
                <li key={number.id}>
                  <NumberCard number={number} onTask={(kind) => setTask({ kind, id: number.id })} />
                </li>
              ))}
            </ul>
          )
        }
      </QueryView>
      <SetUpDialog
        isOpen={isAdding}
        onOpenChange={setIsAdding}
        webhookUrl={query.data?.webhookUrl ?? null}
        canStoreTokens={query.data?.canStoreTokens ?? true}
      />
      <VerifyDialog number={numberOf("verify")} onClose={close} />
      <HoursDialog number={numberOf("hours")} onClose={close} />
      <TemplatesDialog number={numberOf("templates")} onClose={close} />
      <TokenDialog number={numberOf("token")} onClose={close} />
    </>
  );
}
