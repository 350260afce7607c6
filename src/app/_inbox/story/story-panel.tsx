"use client";

import { Dialog } from "@base-ui/react/dialog";
import { useQuery } from "@tanstack/react-query";
import { Sparkles, X } from "lucide-react";
import { useTranslations } from "use-intl";
import { callInbox } from "@/app/_client/call-inbox";
import type { readMessageStory } from "@/app/_contract/story-operations";
import type { ShownMessage } from "@/app/_inbox/thread/thread-rows";
import { scrimClass } from "@/app/_kit/dialog";
import { ErrorState } from "@/app/_kit/error-state";
import { IconButton } from "@/app/_kit/icon-button";
import { Skeleton } from "@/app/_kit/skeleton";
import { RerunBox } from "./rerun-box";
import { StoryBill } from "./story-bill";
import { StoryTimeline } from "./story-timeline";

/** How a message came to be, from the webhook to the receipts: every step with its time and its id. */
export function StoryPanel({ message, onClose }: { message: ShownMessage; onClose: () => void }) {
  const t = useTranslations("story");
  const isBot = message.author === "BOT";
  const { data, error, isPending, refetch } = useQuery({
    queryKey: ["story", message.id],
    queryFn: ({ signal }) =>
      callInbox<typeof readMessageStory>("GET", "/api/inbox/messages/{id}/story", {
        params: { id: message.id },
        signal,
      }),
    select: ({ story }) => story,
  });
  return (
    <Dialog.Root open onOpenChange={(isOpen) => !isOpen && onClose()}>
      <Dialog.Portal>
        <Dialog.Backdrop className={scrimClass} />
        <Dialog.Popup className="fixed inset-y-0 end-0 z-50 flex w-[min(34rem,100vw)] flex-col border-line border-s bg-surface text-ink shadow-raised outline-none">
          <header className="flex items-start gap-3 border-line border-b px-5 py-3.5">
            <span className="mt-0.5 grid size-8 shrink-0 place-items-center rounded-full bg-info-soft text-info-text">
              <Sparkles aria-hidden className="size-4" />
            </span>
            <div className="min-w-0 flex-1">
              <Dialog.Title className="font-semibold text-base">
                {t(isBot ? "title" : "titlePerson")}
              </Dialog.Title>
              <Dialog.Description dir="auto" className="line-clamp-2 text-[0.8125rem] text-soft">
                {message.body ?? message.text}
              </Dialog.Description>
            </div>
            <Dialog.Close
              render={
                <IconButton label={t("close")}>
                  <X aria-hidden className="size-4" />
                </IconButton>
              }
            />
          </header>
          <div className="min-h-0 flex-1 overflow-y-auto px-5 py-4">
            {isPending ? (
              <StorySkeleton />
            ) : error ? (
              <ErrorState error={error} onRetry={() => void refetch()} />
            ) : (
              <>
                {isBot && <StoryBill story={data} />}
                <StoryTimeline story={data} />
                {isBot && data.job && <RerunBox jobId={data.job.id} />}
              </>
            )}
          </div>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function StorySkeleton() {
  return (
    <div className="flex flex-col gap-5">
      {["w-2/3", "w-1/2", "w-3/4", "w-2/5", "w-3/5"].map((width) => (
        <div key={width} className="flex gap-3">
          <Skeleton className="size-6 rounded-full" />
          <Skeleton className={`h-4 ${width}`} />
        </div>
      ))}
    </div>
  );
}
