"use client";

import { useTranslations } from "use-intl";
import { useSession } from "@/app/_inbox/shell/session";
import { signOut } from "@/app/_inbox/shell/sign-out";
import { Button } from "@/app/_kit/button";
import { Page } from "@/app/_kit/page";
import { PageHeader } from "@/app/_kit/page-header";
import { Card, Section } from "@/app/_operations/shared/section";
import { Display } from "./display";
import { PasswordForm } from "./password-form";
import { Sessions } from "./sessions";

export function Account() {
  const t = useTranslations("account");
  const { user, organization, isSignInOff } = useSession();
  const leave = <Button onClick={() => void signOut()}>{t("signOut")}</Button>;
  return (
    <Page>
      <PageHeader
        title={t("title")}
        description={`${user.name} · ${user.email} · ${organization.name}`}
        actions={isSignInOff ? undefined : leave}
      />
      <Section title={t("display.title")}>
        <Card>
          <Display />
        </Card>
      </Section>
      {isSignInOff ? (
        <p className="mt-8 text-sm text-soft">{t("signInOff")}</p>
      ) : (
        <>
          <Section title={t("password.title")} description={t("password.hint")}>
            <Card>
              <PasswordForm />
            </Card>
          </Section>
          <Section title={t("sessions.title")} description={t("sessions.hint")}>
            <Sessions whose="own" />
          </Section>
        </>
      )}
    </Page>
  );
}
