"use client";

import dynamic from "next/dynamic";
import { useCallback, useMemo, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import type { ConversationDetails } from "@/app/_contract/conversation";
import { Composer, type ComposerHandle } from "@/app/_inbox/composer/composer";
import { canWrite } from "@/app/_inbox/composer/composer-state";
import { useComposer } from "@/app/_inbox/composer/use-composer";
import { useShortcut } from "@/app/_inbox/keys/use-shortcut";
import type { Triage } from "@/app/_inbox/list/triage";
import { useTriage } from "@/app/_inbox/list/use-triage";
import { useSession } from "@/app/_inbox/shell/session";
import { ErrorState } from "@/app/_kit/error-state";
import { DropZone } from "./drop-zone";
import { BackButton, PanelButton } from "./frame-buttons";
import { LightboxProvider } from "./lightbox";
import { MessageList } from "./message-list";
import { ThreadActionsContext } from "./thread-actions";
import { ThreadHeader } from "./thread-header";
import { joinPages, type ShownMessage } from "./thread-rows";
import { HeaderSkeleton, ThreadSkeleton } from "./thread-skeleton";
import { useLocalMessages } from "./use-local-messages";
import { useMarkRead } from "./use-mark-read";
import { useMessageActions } from "./use-message-actions";
import { useConversation, useThread } from "./use-thread";

const StoryPanel = dynamic(() => import("@/app/_inbox/story/story-panel").then((it) => it.StoryPanel), {
  ssr: false,
});

/** The middle pane: one conversation's header, its messages and the composer. */
export function ThreadPane({ conversationId }: { conversationId: number }) {
  const conversation = useConversation(conversationId);
  const t = useTranslations("thread");
  if (conversation.isError && conversation.data === undefined)
    return (
      <div className="grid h-full place-items-center">
        <ErrorState error={conversation.error} onRetry={() => void conversation.refetch()} />
      </div>
    );
  return (
    <section aria-label={t("pane")} className="flex h-full min-h-0 min-w-0 flex-col bg-canvas">
      {conversation.data ? (
        <OpenThread key={conversationId} conversation={conversation.data} />
      ) : (
        <>
          <HeaderSkeleton />
          <ThreadSkeleton />
        </>
      )}
    </section>
  );
}

function OpenThread({ conversation }: { conversation: ConversationDetails }) {
  const { id } = conversation;
  const { user } = useSession();
  const composer = useRef<ComposerHandle>(null);
  const [story, setStory] = useState<ShownMessage | null>(null);
  // As it was when it was opened.
  const [unread] = useState(conversation.unread);

  const thread = useThread(id);
  const pages = thread.data?.pages;
  const items = useMemo(() => joinPages(pages ?? [], []), [pages]);
  const local = useLocalMessages(id, items, user.name);
  const all = useMemo(() => joinPages(pages ?? [], local), [pages, local]);
  const sending = local.filter((one) => one.local?.state === "sending").length;

  const triage = useTriage();
  const act = useCallback((wanted: Triage) => void triage([id], wanted), [triage, id]);
  const machine = useComposer(conversation, sending);
  const isWritable = canWrite(machine.kind);
  const quote = useCallback((item: ShownMessage) => composer.current?.quote(item), []);
  const showStory = useCallback((item: ShownMessage) => setStory(item), []);
  const actions = useMessageActions(id, { canWrite: isWritable, quote, showStory });
  useMarkRead(conversation, pages !== undefined);

  const takeOver = () => act({ kind: "take-over" });
  useShortcut("reply", () => composer.current?.write("reply"));
  useShortcut("note", () => composer.current?.write("note"));
  useShortcut("takeOver", () => (conversation.mode === "BOT" ? takeOver() : act({ kind: "hand-back" })));
  useShortcut("why", () => {
    const last = all.findLast((item) => item.kind === "message" && item.author === "BOT" && item.hasStory);
    if (last?.kind === "message") setStory(last);
  });

  const { fetchNextPage } = thread;
  const loadOlder = useCallback(() => fetchNextPage(), [fetchNextPage]);
  return (
    <ThreadActionsContext value={actions}>
      <LightboxProvider>
        <ThreadHeader
          conversation={conversation}
          act={act}
          leading={<BackButton />}
          trailing={<PanelButton />}
        />
        <DropZone isOn={isWritable} onFiles={(files) => composer.current?.addFiles(files)}>
          {pages === undefined ? (
            thread.isError ? (
              <div className="grid min-h-0 flex-1 place-items-center">
                <ErrorState error={thread.error} onRetry={() => void thread.refetch()} />
              </div>
            ) : (
              <ThreadSkeleton />
            )
          ) : (
            <MessageList
              conversationId={id}
              items={all}
              isGroup={conversation.customer.isGroup}
              unread={unread}
              hasOlder={thread.hasNextPage}
              isLoadingOlder={thread.isFetchingNextPage}
              loadOlder={loadOlder}
            />
          )}
          <Composer
            handle={composer}
            conversation={conversation}
            machine={machine}
            person={user}
            onTakeOver={takeOver}
            onRestore={() => act({ kind: "restore" })}
            onLeave={() => document.querySelector<HTMLElement>("[role=log]")?.focus()}
          />
        </DropZone>
        {story && <StoryPanel message={story} onClose={() => setStory(null)} />}
      </LightboxProvider>
    </ThreadActionsContext>
  );
}
