"use client";

import { useQuery } from "@tanstack/react-query";
import { ArrowLeft, Copy, RotateCw } from "lucide-react";
import type { ReactNode } from "react";
import { useFormatter, useTranslations } from "use-intl";
import { Button } from "@/app/_kit/button";
import { IconButton } from "@/app/_kit/icon-button";
import { useToast } from "@/app/_kit/toast";
import { callSimulator } from "./call-simulator";
import {
  type AiCall,
  type Attempt,
  type Delivery,
  type GraphCall,
  type LoggedRequest,
  readable,
} from "./request-log";

export function RequestDetails({ request, onBack }: { request: LoggedRequest; onBack: () => void }) {
  const t = useTranslations("phone.requests");
  return (
    <div className="flex flex-col gap-5 p-4">
      <IconButton label={t("back")} onClick={onBack} className="-ms-2 sm:hidden">
        <ArrowLeft className="size-4 rtl:-scale-x-100" />
      </IconButton>
      {request.side === "webhook" && <WebhookDetails delivery={request.delivery} />}
      {request.side === "graph" && <GraphDetails call={request.call} />}
      {request.side === "ai" && <AiDetails call={request.call} />}
    </div>
  );
}

function WebhookDetails({ delivery }: { delivery: Delivery }) {
  const t = useTranslations("phone.requests");
  const toast = useToast();
  const { id, signature, body, attempts } = delivery;

  async function redeliver(): Promise<void> {
    try {
      const answer = await callSimulator<{ attempts: Attempt[] }>("POST", `redeliver/${id}`, {});
      const status = answer.attempts.at(-1)?.status ?? t("noAnswer");
      toast({ title: t("redelivered", { status }) });
    } catch (error) {
      toast({ kind: "error", title: error instanceof Error ? error.message : String(error) });
    }
  }

  return (
    <>
      <div className="flex flex-wrap items-center gap-2">
        <h2 className="me-auto font-semibold">POST /api/webhooks/whatsapp</h2>
        <Button size="small" icon={<RotateCw className="size-3.5" />} onClick={() => void redeliver()}>
          {t("redeliver")}
        </Button>
      </div>
      <Block title={t("signature")} text={signature ? `X-Hub-Signature-256: ${signature}` : "–"} />
      <Block title={t("body")} text={readable(body)} copied={body} />
      <section>
        <h3 className="mb-1.5 text-xs font-semibold text-faint">{t("attempts")}</h3>
        <ol className="flex flex-col gap-2">
          {attempts.map((attempt) => (
            <AttemptLine key={attempt.at} attempt={attempt} />
          ))}
        </ol>
      </section>
    </>
  );
}

function AttemptLine({ attempt }: { attempt: Attempt }) {
  const t = useTranslations("phone.requests");
  const format = useFormatter();
  const { at, status, error, elapsedMs, answer } = attempt;
  const time = format.dateTime(new Date(at), { timeStyle: "medium" });
  return (
    <li className="rounded-control border border-line bg-surface px-3 py-2">
      <p className="tnum flex flex-wrap gap-x-3 text-[0.8125rem]">
        <span className="font-mono font-medium">{status ?? t("noAnswer")}</span>
        <span>{t("ms", { ms: Math.round(elapsedMs) })}</span>
        <span className="text-soft">{time}</span>
        {error && <span className="text-danger-text">{error}</span>}
      </p>
      {answer && <p className="mt-1 font-mono text-xs break-words text-soft">{answer}</p>}
    </li>
  );
}

function GraphDetails({ call }: { call: GraphCall }) {
  const t = useTranslations("phone.requests");
  const { wamid, kind, phoneNumberId } = call;
  const { data } = useQuery({
    queryKey: ["phone", "effect", wamid],
    queryFn: () =>
      callSimulator<{ payload: object }[]>("GET", `ledger/effects?wamid=${encodeURIComponent(wamid ?? "")}`),
    enabled: kind === "send" && wamid !== undefined,
  });
  const payload = data?.[0]?.payload;
  return (
    <>
      <h2 className="font-semibold">
        {kind === "send" ? `POST /${phoneNumberId}/messages` : `${kind} ${phoneNumberId}`}
      </h2>
      <p className="text-xs text-soft">{t("hidden")}</p>
      <Block title={t("outcome")} text={JSON.stringify(call, null, 2)} />
      {payload && <Block title={t("payload")} text={JSON.stringify(payload, null, 2)} />}
    </>
  );
}

function AiDetails({ call }: { call: AiCall }) {
  const t = useTranslations("phone.requests");
  const { provider, model, elapsedMs, billed } = call;
  return (
    <>
      <h2 className="font-semibold">
        {provider} · {model}
      </h2>
      <p className="tnum text-[0.8125rem] text-soft">
        {t("ms", { ms: Math.round(elapsedMs ?? 0) })}
        {billed && ` · ${t("tokens", { input: billed.inputTokens, output: billed.outputTokens })}`}
      </p>
      <Block title={t("call")} text={JSON.stringify(call, null, 2)} />
    </>
  );
}

/** Bytes to look at, and to take along. */
function Block({ title, text, copied = text }: { title: ReactNode; text: string; copied?: string }) {
  const t = useTranslations("phone.requests");
  const toast = useToast();
  const copy = async () => {
    await navigator.clipboard.writeText(copied);
    toast({ title: t("copied") });
  };
  return (
    <section>
      <div className="mb-1 flex items-center justify-between">
        <h3 className="text-xs font-semibold text-faint">{title}</h3>
        <IconButton size="small" label={t("copy")} onClick={() => void copy()}>
          <Copy className="size-3.5" />
        </IconButton>
      </div>
      <pre
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable from the keyboard
        tabIndex={0}
        dir="ltr"
        className="max-h-96 overflow-auto rounded-control border border-line bg-surface p-3 font-mono text-xs leading-5 wrap-anywhere whitespace-pre-wrap"
      >
        {text}
      </pre>
    </section>
  );
}
