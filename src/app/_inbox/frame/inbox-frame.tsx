"use client";

import clsx from "clsx";
import dynamic from "next/dynamic";
import { useMemo, useState } from "react";
import { useTranslations } from "use-intl";
import { useShortcut } from "../keys/use-shortcut";
import { ListPane } from "../list/list-pane";
import { useListState } from "../list/use-list-state";
import { NothingOpen } from "./nothing-open";
import { PanelContext, useIsWide } from "./panel";
import { PanelSkeleton, ThreadSkeleton } from "./skeletons";

const ThreadPane = dynamic(() => import("../thread/thread-pane").then((it) => it.ThreadPane), {
  ssr: false,
  loading: ThreadSkeleton,
});
const ContactPanel = dynamic(() => import("../panel/contact-panel").then((it) => it.ContactPanel), {
  ssr: false,
  loading: PanelSkeleton,
});
const PanelDrawer = dynamic(() => import("./panel-drawer").then((it) => it.PanelDrawer), { ssr: false });

/** List, thread and panel beside each other as far as there is room; one of them at a time on a phone. */
export function InboxFrame() {
  const t = useTranslations("inbox");
  const [{ conversation }] = useListState();
  const isWide = useIsWide();
  const [chosen, setChosen] = useState<boolean | null>(null);
  const isPanelOpen = conversation !== null && (chosen ?? isWide);
  const panel = useMemo(
    () => ({ isOpen: isPanelOpen, toggle: () => setChosen(!isPanelOpen) }),
    [isPanelOpen],
  );
  useShortcut("panel", panel.toggle, conversation !== null);
  return (
    <PanelContext value={panel}>
      <div className="flex h-full min-h-0">
        {conversation !== null && <h1 className="sr-only md:hidden">{t("title")}</h1>}
        <div
          className={clsx(
            "h-full w-full min-w-0 shrink-0 border-line md:w-80 md:border-e lg:w-92 min-[100rem]:w-96",
            conversation !== null && "max-md:hidden",
          )}
        >
          <ListPane />
        </div>
        <div className={clsx("h-full min-w-0 flex-1 bg-surface", conversation === null && "max-md:hidden")}>
          {conversation === null ? (
            <NothingOpen />
          ) : (
            <ThreadPane key={conversation} conversationId={conversation} />
          )}
        </div>
        {isPanelOpen && isWide && (
          <div className="h-full w-80 shrink-0 border-s border-line bg-surface">
            <ContactPanel key={conversation} conversationId={conversation} />
          </div>
        )}
        {isPanelOpen && !isWide && (
          <PanelDrawer onClose={() => setChosen(false)}>
            <ContactPanel key={conversation} conversationId={conversation} />
          </PanelDrawer>
        )}
      </div>
    </PanelContext>
  );
}
