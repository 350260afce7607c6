"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslations } from "use-intl";
import type { z } from "zod";
import { callInbox } from "@/app/_client/call-inbox";
import type { showPersona } from "@/app/_contract/persona-operations";
import { PageHeader } from "@/app/_kit/page-header";
import { Tabs } from "@/app/_kit/tabs";
import { QueryView } from "@/app/_operations/shared/query-view";
import { PersonaEditor } from "./persona-editor";
import { Versions } from "./versions";

export type PersonaAnswer = z.output<typeof showPersona.answer>;

const tabs = ["edit", "versions"] as const;
type Tab = (typeof tabs)[number];

export function usePersona() {
  return useQuery({
    queryKey: ["persona"],
    queryFn: ({ signal }) => callInbox<typeof showPersona>("GET", "/api/inbox/persona", { signal }),
    // What somebody is writing is not to be overtaken by what is read anew; saving says when there is a newer one.
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnMount: "always",
  });
}

export function Persona() {
  const t = useTranslations("operations");
  const [tab, setTab] = useState<Tab>("edit");
  const query = usePersona();
  return (
    <>
      <PageHeader title={t("sections.persona.title")} description={t("sections.persona.description")} />
      <QueryView query={query}>
        {(answer) => (
          <Tabs<Tab>
            label={t("sections.persona.title")}
            value={tab}
            onValueChange={setTab}
            tabs={tabs.map((value) => ({
              value,
              label: t(`persona.tab.${value}`),
              ...(value === "versions" ? { count: answer.versions.length } : {}),
            }))}
          >
            {tab === "edit" ? (
              <PersonaEditor key={answer.persona.version} answer={answer} />
            ) : (
              <Versions answer={answer} onDone={() => setTab("edit")} />
            )}
          </Tabs>
        )}
      </QueryView>
    </>
  );
}
