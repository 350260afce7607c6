import type { ReactNode } from "react";
import type { ConversationDetails } from "@/app/_contract/conversation";
import type { Triage } from "@/app/_inbox/list/triage";

/** What every part of a thread's header is given. */
export interface HeaderPart {
  conversation: ConversationDetails;
  act: (triage: Triage) => void;
}

export interface HeaderProps extends HeaderPart {
  /** Before the name: the way back, where there is one pane at a time. */
  leading?: ReactNode;
  /** After everything: the contact panel's button. */
  trailing?: ReactNode;
}
