"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "use-intl";
import { callInbox } from "@/app/_client/call-inbox";
import type { replacePersona } from "@/app/_contract/persona-operations";
import { useToast } from "@/app/_kit/toast";

/** Saves the next version; refused when it was written from another one than the newest. */
export function useSave(basedOn: number | null) {
  const t = useTranslations("operations.persona");
  const queries = useQueryClient();
  const toast = useToast();
  return useMutation({
    mutationFn: (body: { persona: unknown; note: string | null }) =>
      callInbox<typeof replacePersona>("PUT", "/api/inbox/persona", { body: { basedOn, ...body } }),
    onSuccess: async ({ version }) => {
      toast({ title: t("saved", { version: version ?? 0 }), kind: "success" });
      await queries.invalidateQueries({ queryKey: ["persona"] });
    },
  });
}
