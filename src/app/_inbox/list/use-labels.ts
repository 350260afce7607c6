"use client";

import { useQuery } from "@tanstack/react-query";
import { callInbox } from "@/app/_client/call-inbox";
import type { Label } from "@/app/_contract/conversation";
import type { Operation } from "@/app/_contract/operation";

const STALE_MS = 5 * 60_000;

/** The organization's labels. */
export function useLabels(isOn = true) {
  return useQuery({
    queryKey: ["labels"],
    enabled: isOn,
    staleTime: STALE_MS,
    queryFn: async ({ signal }): Promise<Label[]> => {
      const { labels } = (await callInbox<Operation>("GET", "/api/inbox/labels", { signal })) as {
        labels: Label[];
      };
      return labels;
    },
  });
}
