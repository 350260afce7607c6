"use client";

import { MessagesSquare } from "lucide-react";
import { useTranslations } from "use-intl";
import { callInbox } from "@/app/_client/call-inbox";
import type { listConversations } from "@/app/_contract/conversation-operations";
import { IconButton } from "@/app/_kit/icon-button";
import { useToast } from "@/app/_kit/toast";
import type { Customer } from "./call-simulator";

/** Opens the conversation of this customer in the inbox beside the phone. */
export function ShowInInbox({
  customer: { waId, username, isPhoneHidden, name },
  onShow,
}: {
  customer: Customer;
  onShow: (address: string) => void;
}) {
  const t = useTranslations("phone.customer");
  const toast = useToast();

  async function find(): Promise<void> {
    const search = waId && !isPhoneHidden ? waId : (username ?? name);
    try {
      const { conversations } = await callInbox<typeof listConversations>("GET", "/api/inbox/conversations", {
        query: { search, limit: 1 },
      });
      const [conversation] = conversations;
      if (conversation) onShow(`/inbox?view=all&conversation=${conversation.id}`);
      else toast({ title: t("noConversation") });
    } catch (error) {
      toast({ kind: "error", title: t("noConversation"), description: String(error) });
    }
  }

  return (
    <IconButton label={t("showInInbox")} onClick={() => void find()}>
      <MessagesSquare className="size-4.5" />
    </IconButton>
  );
}
