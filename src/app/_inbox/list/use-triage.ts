"use client";

import { type QueryClient, useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";
import { useTranslations } from "use-intl";
import { callInbox } from "@/app/_client/call-inbox";
import type { ConversationRow } from "@/app/_contract/conversation";
import type { getConversation } from "@/app/_contract/conversation-operations";
import type { Operation } from "@/app/_contract/operation";
import { useToast } from "@/app/_kit/toast";
import { applyRow, countSoon } from "../live/apply-changes";
import { useSession } from "../shell/session";
import type { ConversationPages } from "./place-row";
import { changeRow, inverseOf, requestOf, type Triage } from "./triage";

/** Every triage is answered with what the conversation is like afterwards. */
interface TriageOperation extends Operation {
  answer: (typeof getConversation)["answer"];
}

/** A browser has six lines per server; the rest are for what is shown meanwhile. */
const AT_ONCE = 3;

interface Step {
  row: ConversationRow;
  triage: Triage;
}

/**
 * Does something with conversations: shown at once, undone by the toast or ⌘Z, and taken back where the server says no.
 * `triage([42], { kind: "close" })`.
 */
export function useTriage() {
  const queryClient = useQueryClient();
  const { user } = useSession();
  const toast = useToast();
  const t = useTranslations("inbox");

  return useCallback(
    async (ids: readonly number[], wanted: Triage | ((row: ConversationRow) => Triage)) => {
      const steps = ids.flatMap((id): Step[] => {
        const row = findRow(queryClient, id);
        return row ? [{ row, triage: typeof wanted === "function" ? wanted(row) : wanted }] : [];
      });
      const back = steps.flatMap(({ row, triage }): Step[] => {
        const inverse = inverseOf(row, triage);
        return inverse ? [{ row: changeRow(row, triage, new Date()), triage: inverse }] : [];
      });
      const [first] = steps;
      if (!first) return;
      const running = run(queryClient, steps, user.id);
      const undo = async () => report(await running.then(() => run(queryClient, back, user.id)));
      if (!isQuiet(first.triage))
        toast({
          title: t(`done.${first.triage.kind}`, { count: steps.length }),
          kind: "success",
          undo: back.length > 0 ? () => void undo() : undefined,
        });
      report(await running);

      function report(errors: Error[]) {
        const [error] = errors;
        if (error)
          toast({
            title: t("triageFailed", { count: errors.length }),
            description: error.message,
            kind: "error",
          });
      }
    },
    [queryClient, user.id, toast, t],
  );
}

/** That something was read needs no word. */
function isQuiet({ kind }: Triage): boolean {
  return kind === "read";
}

/** All at once on the screen, a few at a time on the wire. What was refused is put back as it was. */
async function run(queryClient: QueryClient, steps: readonly Step[], userId: string): Promise<Error[]> {
  const errors: Error[] = [];
  for (const { row, triage } of steps) applyRow(queryClient, changeRow(row, triage, new Date()), userId);
  const left = [...steps];
  const work = async () => {
    for (let step = left.shift(); step; step = left.shift()) {
      const { row, triage } = step;
      const { method, path, body } = requestOf(triage);
      try {
        const params = { id: row.id };
        const { conversation } = await callInbox<TriageOperation>(method, path, {
          params,
          body: body as never,
        });
        applyRow(queryClient, conversation, userId);
      } catch (cause) {
        applyRow(queryClient, row, userId);
        errors.push(cause instanceof Error ? cause : new Error(String(cause)));
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  countSoon(queryClient);
  return errors;
}

/** As it is shown anywhere. */
export function findRow(queryClient: QueryClient, id: number): ConversationRow | undefined {
  const details = queryClient.getQueryData<ConversationRow>(["conversation", id]);
  if (details) return details;
  for (const [, pages] of queryClient.getQueriesData<ConversationPages>({ queryKey: ["conversations"] })) {
    for (const page of pages?.pages ?? []) {
      const row = page.conversations.find((conversation) => conversation.id === id);
      if (row) return row;
    }
  }
  return undefined;
}
