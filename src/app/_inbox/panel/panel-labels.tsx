"use client";

import { useCallback } from "react";
import { useTranslations } from "use-intl";
import type { ConversationDetails } from "@/app/_contract/conversation";
import type { Triage } from "@/app/_inbox/list/triage";
import { useTriage } from "@/app/_inbox/list/use-triage";
import { LabelMenu } from "@/app/_inbox/thread/label-menu";
import { LabelChip } from "@/app/_kit/label-chip";
import { PanelSection } from "./panel-section";

export function PanelLabels({ conversation }: { conversation: ConversationDetails }) {
  const t = useTranslations("panel");
  const triage = useTriage();
  const { id, labels } = conversation;
  const act = useCallback((wanted: Triage) => void triage([id], wanted), [triage, id]);
  return (
    <PanelSection title={t("labels")} action={<LabelMenu conversation={conversation} act={act} />}>
      {labels.length === 0 ? (
        <p className="text-sm text-soft">{t("noLabels")}</p>
      ) : (
        <div className="flex flex-wrap gap-1.5">
          {labels.map((label) => (
            <LabelChip key={label.id} label={label} />
          ))}
        </div>
      )}
    </PanelSection>
  );
}
