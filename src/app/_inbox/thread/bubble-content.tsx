"use client";

import { LayoutTemplate } from "lucide-react";
import { useTranslations } from "use-intl";
import {
  ButtonsSent,
  ContactCards,
  FormCard,
  LocationCard,
  OrderCard,
  ReferralCard,
  TappedCard,
  UnsupportedCard,
} from "./bubble-cards";
import { BubbleMedia } from "./bubble-media";
import { MessageText } from "./message-text";
import { readBeside, readContent, type Shown } from "./read-content";
import type { ShownMessage } from "./thread-rows";

/** What a message is, by its type; its words below it, where it has any. */
export function BubbleContent({ item }: { item: ShownMessage }) {
  const t = useTranslations("thread");
  const shown = readContent(item);
  const { referral, product } = readBeside(item.content);
  const words = wordsOf(item, shown);
  return (
    <div className="flex flex-col gap-1">
      {referral && <ReferralCard referral={referral} />}
      {product !== null && (
        <p className="text-soft text-xs">
          {t("product")} <bdi>{product}</bdi>
        </p>
      )}
      <Own item={item} shown={shown} />
      {words !== null && <MessageText text={words} />}
      {shown.kind === "interactive" && <ButtonsSent {...shown} />}
    </div>
  );
}

function Own({ item, shown }: { item: ShownMessage; shown: Shown }) {
  const t = useTranslations("thread");
  switch (shown.kind) {
    case "media":
      return (
        <BubbleMedia
          kind={shown.media}
          name={shown.filename}
          file={item.files[0]}
          alt={item.body ?? t(`media.alt.${shown.media === "sticker" ? "sticker" : "image"}`)}
          progress={item.local?.progress}
        />
      );
    case "location":
      return <LocationCard {...shown} />;
    case "contacts":
      return <ContactCards {...shown} />;
    case "tapped":
      return <TappedCard {...shown} title={shown.title || item.body || ""} />;
    case "form":
      return <FormCard {...shown} />;
    case "order":
      return <OrderCard {...shown} />;
    case "interactive":
      return (
        <>
          <HeaderFile item={item} />
          {shown.header !== null && (
            <p dir="auto" className="font-semibold">
              {shown.header}
            </p>
          )}
        </>
      );
    case "template":
      return (
        <>
          <p className="flex items-center gap-1 text-soft text-xs">
            <LayoutTemplate aria-hidden className="size-3.5" /> {t("template")}{" "}
            <bdi className="font-mono">{shown.name}</bdi> · <bdi>{shown.language}</bdi>
          </p>
          <HeaderFile item={item} />
          {shown.header !== null && (
            <p dir="auto" className="font-semibold">
              {shown.header}
            </p>
          )}
        </>
      );
    case "reaction": {
      const emoji = shown.emoji ?? item.body;
      return <p className="text-soft">{emoji ? t("reacted", { emoji }) : t("tookReactionBack")}</p>;
    }
    case "notice":
      return <p className="text-soft italic">{t(`notice.${shown.of}`)}</p>;
    case "unsupported":
      return <UnsupportedCard {...shown} />;
    case "text":
      return null;
  }
}

/** Above a message with buttons, or of a template, there may be a picture, a film or a document. */
function HeaderFile({ item }: { item: ShownMessage }) {
  const t = useTranslations("thread");
  const [file] = item.files;
  if (!file) return null;
  return (
    <BubbleMedia
      kind={file.kind ?? "document"}
      name={file.filename}
      file={file}
      alt={t("media.alt.image")}
    />
  );
}

/** The words that are not in its card already. */
function wordsOf({ body, type, text, files }: ShownMessage, { kind }: Shown): string | null {
  if (
    kind === "tapped" ||
    kind === "location" ||
    kind === "contacts" ||
    kind === "order" ||
    kind === "form" ||
    kind === "reaction"
  )
    return null;
  if (kind === "unsupported" || body === null) return kind === "text" && type !== "text" ? text : null;
  if (kind === "media" && files[0]?.filename === body) return null;
  return body === "" ? null : body;
}
