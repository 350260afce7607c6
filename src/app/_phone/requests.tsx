"use client";

import { useQuery } from "@tanstack/react-query";
import clsx from "clsx";
import { ArrowLeft, ArrowRight, Cpu } from "lucide-react";
import { useState } from "react";
import { useFormatter, useTranslations } from "use-intl";
import { EmptyState } from "@/app/_kit/empty-state";
import { ErrorState } from "@/app/_kit/error-state";
import { Select } from "@/app/_kit/field";
import { callSimulator } from "./call-simulator";
import { RequestDetails } from "./request-details";
import {
  type AiCall,
  type Delivery,
  type GraphCall,
  type LoggedRequest,
  toLog,
  wentWell,
} from "./request-log";

const SHOWN = 120;

function useRequests() {
  return useQuery({
    queryKey: ["phone", "requests"],
    queryFn: async () =>
      toLog(
        ...(await Promise.all([
          callSimulator<Delivery[]>("GET", `deliveries?limit=${SHOWN}`),
          callSimulator<GraphCall[]>("GET", `ledger/calls?limit=${SHOWN}`),
          callSimulator<AiCall[]>("GET", `ai/calls?limit=${SHOWN}`),
        ])),
      ),
    placeholderData: (before) => before,
  });
}

const sides = ["all", "webhooks", "graph", "ai"] as const;
type Side = (typeof sides)[number];
const sideOf: Record<LoggedRequest["side"], Side> = { webhook: "webhooks", graph: "graph", ai: "ai" };

/** The request inspector: what WhatsApp and we have said to each other, byte by byte. */
export function Requests() {
  const t = useTranslations("phone.requests");
  const { data, error, refetch } = useRequests();
  const [side, setSide] = useState<Side>("all");
  const [chosenId, setChosenId] = useState<string>();
  const shown = (data ?? []).filter((request) => side === "all" || sideOf[request.side] === side);
  const chosen = shown.find(({ id }) => id === chosenId);
  if (error) return <ErrorState title={error.message} onRetry={() => void refetch()} />;
  return (
    <section aria-label={t("label")} className="flex h-full min-h-0">
      <div
        className={clsx(
          "flex w-full min-h-0 flex-col border-e border-line bg-surface sm:w-80 sm:shrink-0",
          chosen && "max-sm:hidden",
        )}
      >
        <div className="border-b border-line p-2">
          <Select
            label={t("filter")}
            isLabelHidden
            value={side}
            onChange={({ target }) => setSide(target.value as Side)}
            options={sides.map((value) => ({ value, label: t(value) }))}
          />
        </div>
        <ol className="min-h-0 flex-1 overflow-y-auto">
          {shown.map((request) => (
            <li key={request.id}>
              <Line
                request={request}
                isChosen={request === chosen}
                onChoose={() => setChosenId(request.id)}
              />
            </li>
          ))}
        </ol>
      </div>
      <div className={clsx("min-w-0 flex-1 overflow-y-auto bg-canvas", !chosen && "max-sm:hidden")}>
        {chosen ? (
          <RequestDetails key={chosen.id} request={chosen} onBack={() => setChosenId(undefined)} />
        ) : (
          <EmptyState title={shown.length > 0 ? t("choose") : t("empty")}>
            {shown.length > 0 ? t("hidden") : t("emptyHint")}
          </EmptyState>
        )}
      </div>
    </section>
  );
}

function Line({
  request,
  isChosen,
  onChoose,
}: {
  request: LoggedRequest;
  isChosen: boolean;
  onChoose: () => void;
}) {
  const format = useFormatter();
  const { title, detail } = useTitle(request);
  const Icon = { webhook: ArrowLeft, graph: ArrowRight, ai: Cpu }[request.side];
  return (
    <button
      type="button"
      onClick={onChoose}
      aria-current={isChosen || undefined}
      className={clsx(
        "focus-inset flex min-h-12 w-full items-center gap-2.5 border-b border-line px-3 py-1.5 text-start",
        isChosen ? "bg-selected" : "hover:bg-hover",
      )}
    >
      <Icon className="size-4 shrink-0 text-faint rtl:-scale-x-100" aria-hidden="true" />
      <span className="min-w-0 flex-1">
        <span className="block truncate text-[0.8125rem] font-medium">{title}</span>
        <span dir="auto" className="block truncate text-xs text-soft">
          {detail}
        </span>
      </span>
      <span className="flex shrink-0 flex-col items-end gap-0.5 text-xs">
        <StatusMark request={request} />
        <time className="tnum text-faint" dateTime={new Date(request.at).toISOString()}>
          {format.dateTime(request.at, { timeStyle: "medium" })}
        </time>
      </span>
    </button>
  );
}

function StatusMark({ request }: { request: LoggedRequest }) {
  const t = useTranslations("phone.requests");
  const status = request.side === "webhook" ? request.delivery.attempts.at(-1)?.status : request.call.status;
  return (
    <span
      className={clsx(
        "tnum rounded px-1 font-mono font-medium",
        wentWell(request) ? "bg-accent-soft text-accent-text" : "bg-danger-soft text-danger-text",
      )}
    >
      {status ?? t("noAnswer")}
    </span>
  );
}

function useTitle(request: LoggedRequest): { title: string; detail: string } {
  const t = useTranslations("phone.requests");
  if (request.side === "webhook") {
    const { kind, body, id } = request.delivery;
    const text = /"(?:body|status)":"((?:[^"\\]|\\.)*)"/.exec(body)?.[1];
    return { title: t(`webhook.${kind}`), detail: text === undefined ? id : unescaped(text) };
  }
  if (request.side === "graph") {
    const { kind, type, text, outcome } = request.call;
    return { title: `POST ${type ?? kind}`, detail: text || outcome };
  }
  const { provider, model, userTexts } = request.call;
  return { title: `${provider} · ${model}`, detail: userTexts.at(-1) ?? "" };
}

/** Meta escapes all that is not ASCII. */
function unescaped(text: string): string {
  try {
    return JSON.parse(`"${text}"`);
  } catch {
    return text;
  }
}
