import type { Metadata } from "next";
import { headers } from "next/headers";
import { notFound } from "next/navigation";
import { pickMessages } from "@/app/_i18n/compile-messages";
import { MoreWords } from "@/app/_i18n/more-words";
import { readPreferences } from "@/app/_i18n/read-preferences";
import { hasPhone } from "@/app/_phone/has-phone";

export const dynamic = "force-dynamic";

export const metadata: Metadata = { title: "Phone" };

/** Loaded only where it is there: elsewhere nothing names its code. */
export default async function Page() {
  if (!hasPhone(await headers())) notFound();
  const { PhonePage } = await import("@/app/_phone/phone-page");
  const { language } = await readPreferences();
  return (
    <MoreWords words={pickMessages(language, ["phone"])}>
      <PhonePage />
    </MoreWords>
  );
}
