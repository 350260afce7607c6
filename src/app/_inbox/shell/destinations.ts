import {
  Activity,
  BookOpen,
  Bot,
  CircleDollarSign,
  ClipboardList,
  Inbox,
  ListChecks,
  type LucideIcon,
  Plug,
  ScrollText,
  Tags,
  Users,
  Webhook,
} from "lucide-react";
import type { Messages } from "@/app/_i18n/messages";
import type { ShortcutId } from "../keys/key-map";

export interface Destination {
  name: keyof Messages["common"]["nav"];
  href: string;
  icon: LucideIcon;
  isForAdmins?: boolean;
  shortcut?: ShortcutId;
}

export const inbox: Destination = { name: "inbox", href: "/inbox", icon: Inbox, shortcut: "goInbox" };

/** The operations pages, in the order one asks: does it run, what has it done, how is it set up, who may. */
const operations: readonly Destination[] = [
  { name: "jobs", href: "/operations/jobs", icon: ListChecks, shortcut: "goJobs" },
  { name: "deliveries", href: "/operations/deliveries", icon: ScrollText, isForAdmins: true },
  { name: "health", href: "/operations/health", icon: Activity, shortcut: "goHealth" },
  { name: "aiCost", href: "/operations/ai-cost", icon: CircleDollarSign, isForAdmins: true },
  { name: "integrations", href: "/operations/integrations", icon: Plug, isForAdmins: true },
  { name: "knowledge", href: "/operations/knowledge", icon: BookOpen },
  { name: "persona", href: "/operations/persona", icon: Bot },
  { name: "settings", href: "/operations/settings", icon: Tags },
  { name: "webhooks", href: "/operations/webhooks", icon: Webhook, isForAdmins: true },
  { name: "users", href: "/operations/users", icon: Users, isForAdmins: true },
  { name: "audit", href: "/operations/audit", icon: ClipboardList, isForAdmins: true },
];

/** Those whose questions the API answers to somebody of this role. */
export function operationsFor(role: "ADMIN" | "AGENT"): Destination[] {
  return operations.filter(({ isForAdmins }) => !isForAdmins || role === "ADMIN");
}

export function isAt(pathname: string, { href }: Destination): boolean {
  return pathname === href || pathname.startsWith(`${href}/`);
}
