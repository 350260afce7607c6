import type { Metadata } from "next";
import { Account } from "@/app/_account/account";
import { getTranslations } from "@/app/_i18n/get-translations";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("account");
  return { title: t("title") };
}

export default function Page() {
  return <Account />;
}
