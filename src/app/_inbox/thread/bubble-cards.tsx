"use client";

import {
  CircleHelp,
  ExternalLink,
  List,
  MapPin,
  Megaphone,
  MousePointerClick,
  ShoppingBag,
  UserRound,
} from "lucide-react";
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import type { Beside, Shown } from "./read-content";
import { safeAddress } from "./text-parts";

type Of<Kind extends Shown["kind"]> = Extract<Shown, { kind: Kind }>;

function Card({ icon, children }: { icon: ReactNode; children: ReactNode }) {
  return (
    <div className="flex w-72 max-w-full items-start gap-3 rounded-lg bg-ink/6 p-3">
      <span className="mt-0.5 shrink-0 text-soft [&>svg]:size-5">{icon}</span>
      <div className="min-w-0 flex-1 text-sm wrap-anywhere">{children}</div>
    </div>
  );
}

/** A place: a link to a map, and no map from elsewhere, whose owner would learn whom we are writing with. */
export function LocationCard({ name, address, place }: Of<"location">) {
  const t = useTranslations("thread");
  const href =
    place &&
    `https://www.openstreetmap.org/?mlat=${place[0]}&mlon=${place[1]}#map=16/${place[0]}/${place[1]}`;
  return (
    <Card icon={<MapPin aria-hidden />}>
      <p dir="auto" className="font-medium">
        {name ?? t("location.title")}
      </p>
      {address !== null && (
        <p dir="auto" className="text-soft">
          {address}
        </p>
      )}
      {place && (
        <p dir="ltr" className="text-soft text-xs tabular-nums rtl:text-end">
          {place[0].toFixed(5)}, {place[1].toFixed(5)}
        </p>
      )}
      {href && (
        <a
          href={href}
          target="_blank"
          rel="noreferrer noopener"
          className="mt-1 inline-flex items-center gap-1 text-info-text underline"
        >
          {t("location.open")} <ExternalLink aria-hidden className="size-3.5" />
        </a>
      )}
    </Card>
  );
}

export function ContactCards({ cards }: Of<"contacts">) {
  const t = useTranslations("thread");
  return (
    <div className="flex flex-col gap-1">
      {cards.map((card) => (
        <Card key={`${card.name}-${card.phones[0]}`} icon={<UserRound aria-hidden />}>
          <p dir="auto" className="font-medium">
            {card.name || t("contacts.nameless")}
          </p>
          {card.organization !== null && (
            <p dir="auto" className="text-soft">
              {card.organization}
            </p>
          )}
          {[...card.phones, ...card.emails].map((line) => (
            <p key={line} className="text-soft">
              <bdi dir="ltr">{line}</bdi>
            </p>
          ))}
        </Card>
      ))}
    </div>
  );
}

export function TappedCard({ title, description }: Of<"tapped">) {
  const t = useTranslations("thread");
  return (
    <p className="flex items-start gap-2">
      <MousePointerClick aria-hidden className="mt-0.5 size-4 shrink-0 text-soft" />
      <span className="min-w-0 wrap-anywhere">
        <span className="text-soft">{t("tapped")} </span>
        <bdi className="font-medium">{title}</bdi>
        {description !== null && (
          <span dir="auto" className="block text-soft text-sm">
            {description}
          </span>
        )}
      </span>
    </p>
  );
}

export function FormCard({ title, fields }: Of<"form">) {
  const t = useTranslations("thread");
  return (
    <Card icon={<List aria-hidden />}>
      <p dir="auto" className="font-medium">
        {title ?? t("form")}
      </p>
      <dl className="mt-1 grid grid-cols-[auto_1fr] gap-x-3 gap-y-0.5">
        {fields.map(([name, value]) => (
          <div key={name} className="contents">
            <dt dir="auto" className="text-soft">
              {name}
            </dt>
            <dd dir="auto">{value}</dd>
          </div>
        ))}
      </dl>
    </Card>
  );
}

export function OrderCard({ lines, totals, text }: Of<"order">) {
  const t = useTranslations("thread");
  return (
    <Card icon={<ShoppingBag aria-hidden />}>
      <p className="font-medium">{t("order.title", { count: lines.length })}</p>
      <ul className="mt-1">
        {lines.map((line) => (
          <li key={`${line.name}-${line.quantity}-${line.price}`} className="flex justify-between gap-3">
            <bdi>{`${line.quantity} × ${line.name}`}</bdi>
            {line.price !== null && <bdi className="shrink-0 text-soft tabular-nums">{line.price}</bdi>}
          </li>
        ))}
      </ul>
      {totals.length > 0 && (
        <p className="mt-1 border-ink/12 border-t pt-1 font-medium tabular-nums">
          {t("order.total")} <bdi>{totals.join(" + ")}</bdi>
        </p>
      )}
      {text !== null && <p dir="auto">{text}</p>}
    </Card>
  );
}

const buttonLook =
  "block rounded-lg border border-ink/12 px-3 py-1.5 text-center font-medium text-sm wrap-anywhere";

/** What the customer could tap; here it is only shown. */
export function ButtonsSent({ buttons, list, footer }: Of<"interactive">) {
  const t = useTranslations("thread");
  return (
    <div className="mt-1 flex w-64 max-w-full flex-col gap-1">
      {footer !== null && (
        <p dir="auto" className="text-soft text-xs">
          {footer}
        </p>
      )}
      <ul className="flex flex-col gap-1" aria-label={t("buttons.label")}>
        {buttons.map(({ title, href }) => {
          const address = href === undefined ? undefined : safeAddress(href);
          return (
            <li key={title} dir="auto" className={buttonLook}>
              {address ? (
                <a href={address} target="_blank" rel="noreferrer noopener" className="text-info-text">
                  {title} <ExternalLink aria-hidden className="inline size-3.5" />
                </a>
              ) : (
                title
              )}
            </li>
          );
        })}
      </ul>
      {list && (
        <details className="group rounded-lg border border-ink/12 text-sm">
          <summary dir="auto" className="cursor-pointer px-3 py-1.5 text-center font-medium">
            {list.button}
          </summary>
          {list.sections.map((section) => (
            <div key={`${section.title}-${section.rows[0]?.title}`} className="border-ink/12 border-t px-3 py-1.5">
              {section.title !== null && (
                <p dir="auto" className="text-soft text-xs">
                  {section.title}
                </p>
              )}
              <ul>
                {section.rows.map((row) => (
                  <li key={row.title} dir="auto">
                    {row.title}
                    {row.description !== null && (
                      <span className="block text-soft text-xs">{row.description}</span>
                    )}
                  </li>
                ))}
              </ul>
            </div>
          ))}
        </details>
      )}
    </div>
  );
}

/** What cannot be shown here, and where it can be seen. */
export function UnsupportedCard({ of }: Of<"unsupported">) {
  const t = useTranslations("thread");
  return (
    <Card icon={<CircleHelp aria-hidden />}>
      <p className="font-medium">{t("unsupported.title")}</p>
      {of !== "" && of !== "unsupported" && (
        <p className="text-soft">
          {t("unsupported.kind")} <bdi className="font-mono">{of}</bdi>
        </p>
      )}
      <p className="text-soft">{t("unsupported.advice")}</p>
    </Card>
  );
}

/** The ad or post they came from, above what they wrote. */
export function ReferralCard({ referral }: { referral: NonNullable<Beside["referral"]> }) {
  const t = useTranslations("thread");
  const href = referral.href === null ? undefined : safeAddress(referral.href);
  return (
    <Card icon={<Megaphone aria-hidden />}>
      <p className="text-soft text-xs">{t("referral.title")}</p>
      {referral.headline !== null && (
        <p dir="auto" className="font-medium">
          {referral.headline}
        </p>
      )}
      {referral.body !== null && (
        <p dir="auto" className="line-clamp-3 text-soft">
          {referral.body}
        </p>
      )}
      {href && (
        <a
          href={href}
          target="_blank"
          rel="noreferrer noopener"
          className="inline-flex items-center gap-1 text-info-text underline"
        >
          {t("referral.open")} <ExternalLink aria-hidden className="size-3.5" />
        </a>
      )}
    </Card>
  );
}
