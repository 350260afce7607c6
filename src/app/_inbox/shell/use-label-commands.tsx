"use client";

import { useQueryClient } from "@tanstack/react-query";
import { LabelDot } from "@/app/_kit/label-chip";
import { withLabel } from "../list/triage";
import { useLabels } from "../list/use-labels";
import { findRow, useTriage } from "../list/use-triage";
import type { Command } from "./command-items";

/** Puts a label on, or takes it off where all have it. */
export function useLabelCommands(ids: readonly number[], isOn: boolean): Command[] {
  const triage = useTriage();
  const queryClient = useQueryClient();
  const { data: labels = [] } = useLabels(isOn);
  return labels.map((label) => {
    const rows = ids.map((id) => findRow(queryClient, id));
    const hasAll = rows.every((row) => row?.labels.some(({ id }) => id === label.id));
    return {
      value: String(label.id),
      label: label.name,
      icon: <LabelDot color={label.color} />,
      isChosen: hasAll,
      run: () =>
        void triage(ids, (row) => ({ kind: "labels", labels: withLabel(row.labels, label, !hasAll) })),
    };
  });
}
