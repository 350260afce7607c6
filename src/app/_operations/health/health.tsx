"use client";

import { useQuery } from "@tanstack/react-query";
import { CircleAlert, CircleCheck, TriangleAlert } from "lucide-react";
import { useTranslations } from "use-intl";
import { callInbox } from "@/app/_client/call-inbox";
import type { showHealth } from "@/app/_contract/health-operations";
import { Badge } from "@/app/_kit/badge";
import { PageHeader } from "@/app/_kit/page-header";
import { RelativeTime } from "@/app/_kit/relative-time";
import { QueryView } from "@/app/_operations/shared/query-view";
import { Card, Section, Stat, Stats } from "@/app/_operations/shared/section";
import { useWords } from "@/app/_operations/shared/use-words";
import { Alerts } from "./alerts";
import type { HealthAnswer } from "./health-answer";

const REFRESH_MS = 5_000;
/** Of the cron of every minute, which may miss one. */
const CRON_LATE_MS = 180_000;

export function Health() {
  const t = useTranslations("operations");
  const query = useQuery({
    queryKey: ["health"],
    queryFn: ({ signal }) => callInbox<typeof showHealth>("GET", "/api/inbox/health", { signal }),
    refetchInterval: REFRESH_MS,
  });
  return (
    <>
      <PageHeader title={t("sections.health.title")} description={t("sections.health.description")} />
      <QueryView query={query}>{(health) => <Found health={health} isStale={query.isError} />}</QueryView>
    </>
  );
}

function Found({ health, isStale }: { health: HealthAnswer; isStale: boolean }) {
  const t = useTranslations("operations.health");
  return (
    <>
      <Verdict health={health} isStale={isStale} />
      <Alerts alerts={health.alerts} />
      <Section title={t("queue")} description={t("queueHint")}>
        <Queue health={health} />
      </Section>
      <Section title={t("acknowledgement")} description={t("acknowledgementHint")}>
        <Acknowledgement health={health} />
      </Section>
      <Section title={t("checks")}>
        <Checks checks={health.checks} />
      </Section>
      <Section title={t("circuits")} description={t("circuitsHint")}>
        <Circuits circuits={health.circuits} />
      </Section>
      <Section title={t("cron")} description={t("cronHint")}>
        <Cron health={health} />
      </Section>
      <p className="mt-8 text-xs text-faint">
        {t("process", { version: health.process.version })} <RelativeTime at={health.process.startedAt} />
      </p>
    </>
  );
}

function Verdict({ health, isStale }: { health: HealthAnswer; isStale: boolean }) {
  const t = useTranslations("operations.health");
  const worst = isStale
    ? "stale"
    : health.checks.some(({ status }) => status === "fail") ||
        health.alerts.some(({ severity }) => severity === "critical")
      ? "fail"
      : health.checks.some(({ status }) => status === "warn") || health.alerts.length > 0
        ? "warn"
        : "pass";
  const looks = {
    pass: ["bg-accent-soft text-accent-text", CircleCheck],
    warn: ["bg-warn-soft text-warn-text", TriangleAlert],
    fail: ["bg-danger-soft text-danger-text", CircleAlert],
    stale: ["bg-warn-soft text-warn-text", TriangleAlert],
  } as const;
  const [colours, Icon] = looks[worst];
  return (
    <div role="status" className={`mb-8 flex items-center gap-3 rounded-card px-4 py-3 ${colours}`}>
      <Icon aria-hidden="true" className="size-5 shrink-0" />
      <p className="font-medium">{t(`verdict.${worst}`)}</p>
      <p className="ms-auto text-xs">
        <RelativeTime at={health.checkedAt} />
      </p>
    </div>
  );
}

function Queue({ health }: { health: HealthAnswer }) {
  const t = useTranslations("operations.health");
  const words = useWords();
  const { queue } = health;
  return (
    <Stats>
      <Stat name={t("due")} value={words.count(queue.due)} />
      <Stat
        name={t("oldestDue")}
        value={queue.due === 0 ? "–" : words.duration(queue.oldestDueSeconds)}
        isBad={queue.oldestDueSeconds > 300}
      />
      <Stat name={t("waiting")} value={words.count(queue.waiting)} />
      <Stat name={t("running")} value={words.count(queue.running)} />
      <Stat name={t("uncertain")} value={words.count(queue.uncertain)} hint={t("uncertainHint")} />
      <Stat name={t("held")} value={words.count(queue.held)} hint={t("heldHint")} isBad={queue.held > 0} />
      <Stat name={t("failedToday")} value={words.count(queue.failedToday)} isBad={queue.failedToday > 0} />
    </Stats>
  );
}

function Acknowledgement({ health }: { health: HealthAnswer }) {
  const t = useTranslations("operations.health");
  const words = useWords();
  const { acknowledgement: found, acknowledgementMaxMs: max } = health;
  if (!found) return <Card className="text-soft">{t("noWebhookYet")}</Card>;
  const hint = t("limit", { limit: words.milliseconds(max) });
  return (
    <Stats>
      <Stat name={t("p50")} value={words.milliseconds(found.p50Ms)} hint={hint} isBad={found.p50Ms > max} />
      <Stat name={t("p99")} value={words.milliseconds(found.p99Ms)} hint={hint} isBad={found.p99Ms > max} />
      <Stat name={t("webhooks")} value={words.count(found.count)} />
    </Stats>
  );
}

const tones = { pass: "accent", warn: "warn", fail: "danger" } as const;

function Checks({ checks }: { checks: HealthAnswer["checks"] }) {
  const t = useTranslations("operations.health");
  return (
    <ul className="divide-y divide-line rounded-card border border-line bg-surface">
      {checks.map(({ name, status, output }) => (
        <li key={name} className="flex flex-wrap items-start gap-x-3 gap-y-1 px-4 py-2.5">
          <span className="w-40 shrink-0 font-medium">
            {t.has(`check.${name}` as never) ? t(`check.${name}.name` as never) : name}
          </span>
          <Badge tone={tones[status]}>{t(`status.${status}`)}</Badge>
          {status !== "pass" && (
            <div className="w-full text-[0.8125rem] text-soft">
              {t.has(`check.${name}` as never) && <p>{t(`check.${name}.todo` as never)}</p>}
              {output && <p className="mt-0.5 font-mono text-xs break-words text-faint">{output}</p>}
            </div>
          )}
        </li>
      ))}
    </ul>
  );
}

const circuitTones = { closed: "accent", half_open: "warn", open: "danger" } as const;

function Circuits({ circuits }: { circuits: HealthAnswer["circuits"] }) {
  const t = useTranslations("operations.health");
  const words = useWords();
  if (circuits.length === 0) return <Card className="text-soft">{t("noCircuits")}</Card>;
  return (
    <ul className="divide-y divide-line rounded-card border border-line bg-surface">
      {circuits.map(({ name, state, retryInMs }) => (
        <li key={name} className="flex flex-wrap items-center gap-3 px-4 py-2.5">
          <span className="w-40 shrink-0 font-medium">{name}</span>
          <Badge tone={circuitTones[state]}>{t(`circuit.${state}`)}</Badge>
          {retryInMs > 0 && (
            <span className="text-[0.8125rem] text-soft">
              {t("retryIn", { time: words.duration(retryInMs / 1_000) })}
            </span>
          )}
        </li>
      ))}
    </ul>
  );
}

function Cron({ health }: { health: HealthAnswer }) {
  const t = useTranslations("operations.health");
  if (health.cron.length === 0) return <Card className="text-soft">{t("noCron")}</Card>;
  const checkedAt = Date.parse(health.checkedAt);
  return (
    <ul className="divide-y divide-line rounded-card border border-line bg-surface">
      {health.cron.map(({ name, startedAt, finishedAt }) => {
        const isEveryMinute = name === "run-outbound-jobs" || name === "worker";
        const isLate = isEveryMinute && checkedAt - Date.parse(startedAt) > CRON_LATE_MS;
        return (
          <li key={name} className="flex flex-wrap items-center gap-x-3 gap-y-1 px-4 py-2.5">
            <span className="w-40 shrink-0 font-mono text-[0.8125rem]">{name}</span>
            {isLate ? <Badge tone="danger">{t("late")}</Badge> : <Badge tone="accent">{t("onTime")}</Badge>}
            <span className="text-[0.8125rem] text-soft">
              {t("began")} <RelativeTime at={startedAt} />
              {finishedAt === null && ` · ${t("notEnded")}`}
            </span>
          </li>
        );
      })}
    </ul>
  );
}
