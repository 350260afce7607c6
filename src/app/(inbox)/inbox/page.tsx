import type { Metadata } from "next";
import { getTranslations } from "@/app/_i18n/get-translations";
import { InboxFrame } from "@/app/_inbox/frame/inbox-frame";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("inbox");
  return { title: t("title") };
}

/** Its state is in its address, and is read where it is shown. */
export default function InboxPage() {
  return <InboxFrame />;
}
