"use client";

import { useQuery } from "@tanstack/react-query";
import { callInbox } from "@/app/_client/call-inbox";
import type { listLabels } from "@/app/_contract/labels-operations";

const STALE_MS = 5 * 60_000;

/** The organization's labels. */
export function useLabels(isOn = true) {
  return useQuery({
    queryKey: ["labels"],
    enabled: isOn,
    staleTime: STALE_MS,
    queryFn: async ({ signal }) =>
      (await callInbox<typeof listLabels>("GET", "/api/inbox/labels", { signal })).labels,
  });
}
