"use client";

import { Store } from "lucide-react";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { Bubble } from "./bubble";
import type { MessageAction } from "./bubble-actions";
import type { Customer } from "./call-simulator";
import { Composer, type Draft } from "./composer";
import { useCustomerActions } from "./use-customer-actions";
import type { PhoneMessage, World } from "./world";

interface DeviceProps {
  customer: Customer;
  world: World;
  sendsReads: boolean;
}

/** The phone of one customer. */
export function Device({ customer, world, sendsReads }: DeviceProps) {
  const actions = useCustomerActions(customer);
  const [draft, setDraft] = useState<Draft>({ kind: "new" });
  const thread = world.threads.get(customer.address);
  const messages = thread ? [...thread.values()] : [];
  const isTyping = useIsBefore(world.typingUntil.get(customer.address) ?? 0);
  useReadReceipts(messages, sendsReads, actions.markRead);

  function act(action: MessageAction, message: PhoneMessage): void {
    if (action.kind === "react") void actions.react(action.emoji, message);
    else if (action.kind === "revoke") void actions.revoke(message);
    else setDraft({ kind: action.kind, message });
  }

  return (
    <section className="flex min-h-0 flex-1 flex-col overflow-hidden bg-[light-dark(#ece7dd,#101618)] lg:rounded-[2.25rem] lg:border-8 lg:border-[light-dark(#1d2624,#2b3335)] lg:shadow-raised">
      <Header isTyping={isTyping} />
      <Thread isTyping={isTyping} count={messages.length}>
        {messages.length === 0 ? <Empty onSay={(text) => void actions.say(text)} /> : null}
        {messages.map((message, at) => (
          <Bubble
            key={message.wamid}
            message={message}
            quoted={thread?.get(quotedId(message) ?? "")}
            isFirst={messages[at - 1]?.isMine !== message.isMine}
            onChoose={(choice, chosen) => void actions.choose(choice, chosen)}
            onAction={act}
          />
        ))}
      </Thread>
      <Composer key={customer.address} actions={actions} draft={draft} onDraft={setDraft} />
    </section>
  );
}

/** Whether it is not yet that time (epoch milliseconds). */
function useIsBefore(until: number): boolean {
  const [isBefore, setBefore] = useState(false);
  useEffect(() => {
    const leftMs = until - Date.now();
    setBefore(leftMs > 0);
    if (leftMs <= 0) return;
    const timer = setTimeout(setBefore, leftMs, false);
    return () => clearTimeout(timer);
  }, [until]);
  return isBefore;
}

function quotedId({ payload, isMine }: PhoneMessage): string | undefined {
  const { context } = payload as { context?: { id?: string; message_id?: string } };
  return isMine ? context?.id : context?.message_id;
}

function Header({ isTyping }: { isTyping: boolean }) {
  const t = useTranslations("phone.business");
  return (
    <header className="flex items-center gap-3 bg-[light-dark(#12624a,#17211f)] px-4 py-2.5 text-white">
      <span className="flex size-9 items-center justify-center rounded-full bg-white/15">
        <Store className="size-5" aria-hidden="true" />
      </span>
      <div className="min-w-0">
        <h2 className="truncate font-semibold">{t("name")}</h2>
        <p className="text-xs text-white/85" aria-live="polite">
          {isTyping ? t("typing") : t("online")}
        </p>
      </div>
    </header>
  );
}

/** Keeps to the newest message, unless somebody reads further up. */
function Thread({ isTyping, count, children }: { isTyping: boolean; count: number; children: ReactNode }) {
  const t = useTranslations("phone.thread");
  const box = useRef<HTMLDivElement>(null);
  const isAtEnd = useRef(true);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what was added moves the end
  useEffect(() => {
    if (isAtEnd.current && box.current) box.current.scrollTop = box.current.scrollHeight;
  }, [isTyping, count]);
  return (
    <div
      ref={box}
      role="log"
      aria-label={t("label")}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable from the keyboard
      tabIndex={0}
      onScroll={({ currentTarget: { scrollHeight, scrollTop, clientHeight } }) => {
        isAtEnd.current = scrollHeight - scrollTop - clientHeight < 80;
      }}
      className="focus-inset flex min-h-0 flex-1 flex-col overflow-y-auto bg-[radial-gradient(light-dark(#00000008,#ffffff06)_1px,transparent_1px)] bg-size-[18px_18px] px-3 pt-2 pb-3"
    >
      {children}
      {isTyping && <TypingBubble />}
    </div>
  );
}

function TypingBubble() {
  return (
    <div
      aria-hidden="true"
      className="mt-2.5 flex w-fit gap-1 rounded-2xl rounded-ss-md bg-[light-dark(#ffffff,#20272a)] px-3.5 py-3 shadow-control"
    >
      {["", "[animation-delay:160ms]", "[animation-delay:320ms]"].map((delay) => (
        <span
          key={delay}
          className={`size-2 animate-[breathe_1s_ease-in-out_infinite] rounded-full bg-faint ${delay}`}
        />
      ))}
    </div>
  );
}

const suggestions = ["delivery", "person", "arabic", "stop"] as const;

function Empty({ onSay }: { onSay: (text: string) => void }) {
  const t = useTranslations("phone.thread");
  return (
    <div className="m-auto flex max-w-72 flex-col items-center gap-3 text-center">
      <h3 className="font-semibold">{t("empty")}</h3>
      <p className="text-[0.8125rem] text-soft">{t("emptyHint")}</p>
      <div className="flex flex-wrap justify-center gap-1.5">
        {suggestions.map((name) => (
          <button
            key={name}
            type="button"
            dir="auto"
            onClick={() => onSay(t(`suggestions.${name}`))}
            className="rounded-full border border-line-strong bg-surface px-3 py-1.5 text-[0.8125rem] shadow-control hover:bg-hover touch:min-h-11"
          >
            {t(`suggestions.${name}`)}
          </button>
        ))}
      </div>
    </div>
  );
}

/** What is shown is read, while the page is in front. Each message is told once. */
function useReadReceipts(
  messages: PhoneMessage[],
  isOn: boolean,
  markRead: (wamids: string[]) => Promise<boolean>,
): void {
  const told = useRef(new Set<string>());
  useEffect(() => {
    if (!isOn || document.hidden) return;
    const unread = messages.filter(
      ({ isMine, status, wamid }) => !isMine && status === "DELIVERED" && !told.current.has(wamid),
    );
    if (unread.length === 0) return;
    for (const { wamid } of unread) told.current.add(wamid);
    void markRead(unread.map(({ wamid }) => wamid));
  });
}
