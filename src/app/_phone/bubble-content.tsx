"use client";

import { FileText, Forward, HelpCircle, MapPin, Megaphone, ShoppingBag, User } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import { MessageText } from "@/app/_inbox/thread/message-text";
import { mediaUrl } from "./call-simulator";

import type { PhoneMessage } from "./world";

type Json = Record<string, unknown>;

const object = (value: unknown): Json => (typeof value === "object" && value !== null ? (value as Json) : {});
const list = (value: unknown): Json[] => (Array.isArray(value) ? value.map(object) : []);
const word = (value: unknown): string => (typeof value === "string" ? value : "");

/** What a message says, as a phone shows it. */
export function BubbleContent({ message }: { message: PhoneMessage }) {
  const { payload } = message;
  const isForwarded = object(payload.context).forwarded || object(payload.context).frequently_forwarded;
  const referral = object(payload.referral);
  return (
    <>
      {isForwarded ? <Mark icon={<Forward />} name="forwarded" /> : null}
      {payload.referral ? (
        <div className="mb-1 rounded-lg bg-black/5 px-2 py-1.5 text-[0.8125rem]">
          <Mark icon={<Megaphone />} name="ad" />
          <p dir="auto" className="font-medium">
            {word(referral.headline)}
          </p>
          <p dir="auto" className="text-soft">
            {word(referral.body)}
          </p>
        </div>
      ) : null}
      <ByType message={message} />
    </>
  );
}

function ByType({ message }: { message: PhoneMessage }) {
  const t = useTranslations("phone.thread");
  const { type, text, payload } = message;
  const content = object(payload[type]);
  switch (type) {
    case "text":
    case "button":
      return <MessageText text={text} />;
    case "image":
    case "video":
    case "audio":
    case "voice":
    case "sticker":
    case "document":
      return <Media type={type} content={content} caption={text} />;
    case "location":
      return (
        <Card icon={<MapPin />} title={word(content.name) || t("location")}>
          {word(content.address) || `${content.latitude}, ${content.longitude}`}
        </Card>
      );
    case "contacts":
      return (
        <>
          {list(payload.contacts).map((card) => {
            const phones = list(card.phones).map(({ phone }) => word(phone));
            const name = word(object(card.name).formatted_name) || t("contacts");
            return (
              <Card key={`${name} ${phones}`} icon={<User />} title={name}>
                {phones.join(", ")}
              </Card>
            );
          })}
        </>
      );
    case "order":
      return (
        <Card icon={<ShoppingBag />} title={t("order")}>
          {t("items", { count: list(content.product_items).length })}
        </Card>
      );
    case "interactive":
      return <InteractiveMessage content={content} text={text} />;
    default:
      return text ? (
        <MessageText text={text} />
      ) : (
        <Card icon={<HelpCircle />} title={type === "template" ? t("template") : t("other", { type })}>
          {word(content.name)}
        </Card>
      );
  }
}

function InteractiveMessage({ content, text }: { content: Json; text: string }) {
  const header = object(content.header);
  const link = object(object(content.action).parameters);
  return (
    <>
      {header.type === "text" && (
        <p dir="auto" className="font-semibold">
          {word(header.text)}
        </p>
      )}
      <MessageText text={word(object(content.body).text) || text} />
      {word(object(content.footer).text) && (
        <p dir="auto" className="text-xs text-soft">
          {word(object(content.footer).text)}
        </p>
      )}
      {word(link.display_text) && (
        <p dir="auto" className="mt-1 border-t border-line pt-1 text-center font-medium text-accent-text">
          {word(link.display_text)}
        </p>
      )}
    </>
  );
}

function Media({ type, content, caption }: { type: string; content: Json; caption: string }) {
  const t = useTranslations("phone.thread");
  const url = word(content.id) ? mediaUrl(word(content.id)) : word(content.link);
  return (
    <>
      {type === "image" && (
        // biome-ignore lint/performance/noImgElement: a file of the simulator's, as it is
        <img
          src={url}
          alt={caption || t("photo")}
          className="-mx-1 mb-1 max-h-72 min-h-16 min-w-40 rounded-xl object-cover"
        />
      )}
      {type === "sticker" && (
        // biome-ignore lint/performance/noImgElement: as above
        <img src={url} alt={t("sticker")} className="size-32 object-contain" />
      )}
      {type === "video" && (
        // biome-ignore lint/a11y/useMediaCaption: of a customer's, which has none
        <video
          src={url}
          controls
          preload="metadata"
          className="-mx-1 mb-1 max-h-72 w-60 rounded-xl bg-black"
        />
      )}
      {(type === "audio" || type === "voice") && (
        // biome-ignore lint/a11y/useMediaCaption: as above
        <audio
          src={url}
          controls
          preload="metadata"
          aria-label={t("audio")}
          className="h-10 w-60 max-w-full"
        />
      )}
      {type === "document" && (
        <Card icon={<FileText />} title={word(content.filename) || t("document")}>
          {word(content.mime_type)}
        </Card>
      )}
      {caption && type !== "sticker" && <MessageText text={caption} />}
    </>
  );
}

function Card({ icon, title, children }: { icon: ReactNode; title: string; children: ReactNode }) {
  return (
    <div className="flex min-w-48 items-center gap-2.5 rounded-xl bg-black/5 px-2.5 py-2">
      <span className="flex size-9 shrink-0 items-center justify-center rounded-full bg-accent-soft text-accent-text [&>svg]:size-4.5">
        {icon}
      </span>
      <span className="min-w-0">
        <span dir="auto" className="block truncate font-medium">
          {title}
        </span>
        <span dir="auto" className="block truncate text-xs text-soft">
          {children}
        </span>
      </span>
    </div>
  );
}

function Mark({ icon, name }: { icon: ReactNode; name: "forwarded" | "ad" }) {
  const t = useTranslations("phone.thread");
  return (
    <p className="flex items-center gap-1 text-xs text-soft italic [&>svg]:size-3">
      {icon}
      {t(name)}
    </p>
  );
}
