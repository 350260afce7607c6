"use client";

import { useQuery } from "@tanstack/react-query";
import { Search } from "lucide-react";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { callInbox } from "@/app/_client/call-inbox";
import type { searchKnowledgeDocuments } from "@/app/_contract/knowledge-operations";
import { Button } from "@/app/_kit/button";
import { TextField } from "@/app/_kit/field";
import { QueryView } from "@/app/_operations/shared/query-view";
import { Card } from "@/app/_operations/shared/section";

/** What the bot would find for a question of a customer's. */
export function TrySearch() {
  const t = useTranslations("operations.knowledge");
  const [text, setText] = useState("");
  const [asked, setAsked] = useState("");
  const query = useQuery({
    queryKey: ["knowledge", "search", asked],
    enabled: asked !== "",
    queryFn: async ({ signal }) =>
      (
        await callInbox<typeof searchKnowledgeDocuments>("GET", "/api/inbox/knowledge/search", {
          query: { query: asked },
          signal,
        })
      ).passages,
  });
  return (
    <Card>
      <form
        className="flex items-end gap-2"
        onSubmit={(event) => {
          event.preventDefault();
          setAsked(text.trim());
        }}
      >
        <div className="min-w-0 flex-1">
          <TextField
            label={t("question")}
            value={text}
            dir="auto"
            placeholder={t("questionExample")}
            onChange={(event) => setText(event.target.value)}
          />
        </div>
        <Button type="submit" icon={<Search aria-hidden="true" className="size-4" />} disabled={!text.trim()}>
          {t("search")}
        </Button>
      </form>
      {asked !== "" && (
        <div className="mt-4" aria-live="polite">
          <QueryView query={query} lines={3}>
            {(passages) =>
              passages.length === 0 ? (
                <p className="text-sm text-soft">{t("nothingFound")}</p>
              ) : (
                <ol className="flex flex-col gap-3">
                  {passages.map(({ passageId, title, heading, text: passage }) => (
                    <li key={passageId} className="border-s-2 border-line-strong ps-3">
                      <p dir="auto" className="text-xs text-faint">
                        {heading && heading !== title ? `${title} › ${heading}` : title}
                      </p>
                      <p dir="auto" className="mt-0.5 line-clamp-6 text-sm whitespace-pre-wrap">
                        {passage}
                      </p>
                    </li>
                  ))}
                </ol>
              )
            }
          </QueryView>
        </div>
      )}
    </Card>
  );
}
