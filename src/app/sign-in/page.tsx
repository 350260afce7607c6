import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { safeNext } from "@/app/_account/safe-next";
import { SignIn } from "@/app/_account/sign-in";
import { readSession } from "@/app/_http/read-session";
import { getTranslations } from "@/app/_i18n/get-translations";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("account");
  return { title: t("signIn.title") };
}

interface Asked {
  searchParams: Promise<{ next?: string | string[] }>;
}

export default async function Page({ searchParams }: Asked) {
  const next = safeNext((await searchParams).next);
  if (await readSession()) redirect(next);
  return <SignIn next={next} />;
}
