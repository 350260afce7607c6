"use client";

import dynamic from "next/dynamic";
import { useRouter } from "next/navigation";
import { type ReactNode, useState } from "react";
import { useTranslations } from "use-intl";
import { undoLast } from "@/app/_kit/toast";
import { useLater } from "@/app/_kit/use-later";
import { KeyListener } from "../keys/key-listener";
import { useShortcut } from "../keys/use-shortcut";
import { Live } from "../live/live";
import { BottomBar } from "./bottom-bar";
import { type CommandPage, CommandsContext } from "./commands";
import { NavRail } from "./nav-rail";
import { SessionContext, type ShellSession } from "./session";

const StatusPill = dynamic(() => import("./status-pill").then((it) => it.StatusPill), { ssr: false });
const CommandMenu = dynamic(() => import("./command-menu").then((it) => it.CommandMenu), { ssr: false });
const ShortcutSheet = dynamic(() => import("./shortcut-sheet").then((it) => it.ShortcutSheet), {
  ssr: false,
});

interface ShellProps {
  session: ShellSession;
  /** Where the live changes begin. */
  cursor: string;
  children: ReactNode;
}

/** What is around every page of those who are signed in. */
export function Shell({ session, cursor, children }: ShellProps) {
  const t = useTranslations("common");
  const [commands, setCommands] = useState<CommandPage | null>(null);
  const [isSheetOpen, setSheetOpen] = useState(false);
  const router = useRouter();
  const isLater = useLater();
  useShortcut("commandMenu", () => setCommands((page) => (page ? null : { name: "root" })));
  useShortcut("shortcutSheet", () => setSheetOpen(true));
  useShortcut("undo", undoLast);
  useShortcut("goInbox", () => router.push("/inbox"));
  useShortcut("goJobs", () => router.push("/operations/jobs"));
  useShortcut("goHealth", () => router.push("/operations/health"));
  useShortcut("goSettings", () => router.push("/account"));
  return (
    <SessionContext value={session}>
      <CommandsContext value={setCommands}>
        <Live cursor={cursor}>
          <a
            href="#main"
            className="fixed start-3 -top-16 z-60 rounded-control bg-accent px-4 py-2 font-medium text-accent-ink shadow-raised focus:top-3"
          >
            {t("skipToContent")}
          </a>
          <div className="flex h-dvh flex-col overflow-hidden sm:flex-row">
            <NavRail />
            <main id="main" tabIndex={-1} className="relative min-h-0 min-w-0 flex-1 outline-none">
              {children}
            </main>
            <BottomBar />
          </div>
          {isLater && <StatusPill />}
          <KeyListener />
          {commands && <CommandMenu page={commands} onPage={setCommands} />}
          {isSheetOpen && <ShortcutSheet onClose={() => setSheetOpen(false)} />}
        </Live>
      </CommandsContext>
    </SessionContext>
  );
}
