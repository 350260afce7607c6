"use client";

import { AlarmClock, ArchiveRestore, CircleCheck, RotateCcw, UserRoundPlus } from "lucide-react";
import { useTranslations } from "use-intl";
import type { ConversationRow } from "@/app/_contract/conversation";
import { IconButton } from "@/app/_kit/icon-button";
import { keysOf } from "../keys/key-map";
import { useOpenCommands } from "../shell/commands";
import { useSession } from "../shell/session";
import { useTriage } from "./use-triage";

/** What is done most, without opening it; on a phone it is in the thread's menu. */
export function QuickActions({ row, isTabbable }: { row: ConversationRow; isTabbable: boolean }) {
  const t = useTranslations("common");
  const words = useTranslations("inbox");
  const triage = useTriage();
  const openCommands = useOpenCommands();
  const { user } = useSession();
  const ids = [row.id];
  const shared = { size: "small", className: "h-6.5", tabIndex: isTabbable ? 0 : -1 } as const;
  return (
    <div className="absolute end-2 top-1 hidden items-center rounded-md border border-line bg-raised shadow-control group-hover:flex group-has-[:focus-visible]:flex touch:hidden">
      {row.deletedAt !== null ? (
        <IconButton
          {...shared}
          label={words("restore")}
          onClick={() => void triage(ids, { kind: "restore" })}
        >
          <ArchiveRestore className="size-3.5" />
        </IconButton>
      ) : (
        <>
          {row.assignee?.id !== user.id && (
            <IconButton
              {...shared}
              label={t("keys.assignToMe")}
              keys={keysOf("assignToMe")}
              onClick={() => void triage(ids, { kind: "assign", assignee: { id: user.id, name: user.name } })}
            >
              <UserRoundPlus className="size-3.5" />
            </IconButton>
          )}
          <IconButton
            {...shared}
            label={t("keys.snooze")}
            keys={keysOf("snooze")}
            onClick={() => openCommands({ name: "snooze", conversationIds: ids })}
          >
            <AlarmClock className="size-3.5" />
          </IconButton>
          <IconButton
            {...shared}
            label={row.status === "CLOSED" ? words("reopen") : t("keys.close")}
            keys={keysOf("close")}
            onClick={() => void triage(ids, { kind: row.status === "CLOSED" ? "reopen" : "close" })}
          >
            {row.status === "CLOSED" ? (
              <RotateCcw className="size-3.5" />
            ) : (
              <CircleCheck className="size-3.5" />
            )}
          </IconButton>
        </>
      )}
    </div>
  );
}
