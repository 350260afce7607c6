"use client";

import { useQuery } from "@tanstack/react-query";
import { UserPlus } from "lucide-react";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { Sessions } from "@/app/_account/sessions";
import { callInbox } from "@/app/_client/call-inbox";
import type { listUsers, User } from "@/app/_contract/users-operations";
import { Badge } from "@/app/_kit/badge";
import { Button } from "@/app/_kit/button";
import { PageHeader } from "@/app/_kit/page-header";
import { RelativeTime } from "@/app/_kit/relative-time";
import { type Column, Table } from "@/app/_kit/table";
import { QueryView } from "@/app/_operations/shared/query-view";
import { Section } from "@/app/_operations/shared/section";
import { AddUser } from "./add-user";
import { UserMenu } from "./user-menu";

export function Users() {
  const t = useTranslations("account.users");
  const sessions = useTranslations("account.sessions");
  const [isAdding, setIsAdding] = useState(false);
  const query = useQuery({
    queryKey: ["users"],
    queryFn: async ({ signal }) =>
      (await callInbox<typeof listUsers>("GET", "/api/inbox/users", { signal })).users,
  });
  const columns: Column<User>[] = [
    {
      key: "name",
      header: t("name"),
      cell: ({ name, email }) => (
        <>
          <span dir="auto" className="block font-medium">
            {name}
          </span>
          <bdi className="text-xs text-soft">{email}</bdi>
        </>
      ),
    },
    { key: "role", header: t("role"), cell: ({ role }) => t(`roles.${role}`) },
    { key: "state", header: t("state"), cell: (user) => <State user={user} /> },
    {
      key: "last",
      header: t("lastSignIn"),
      cell: ({ lastSignInAt }) => (lastSignInAt ? <RelativeTime at={lastSignInAt} /> : t("never")),
    },
    { key: "actions", header: t("actions"), isEnd: true, cell: (user) => <UserMenu user={user} /> },
  ];
  const add = (
    <Button
      variant="primary"
      icon={<UserPlus aria-hidden="true" className="size-4" />}
      onClick={() => setIsAdding(true)}
    >
      {t("add")}
    </Button>
  );
  return (
    <>
      <PageHeader title={t("title")} description={t("hint")} actions={add} />
      <QueryView query={query}>
        {(users) => <Table caption={t("title")} columns={columns} rows={users} rowKey={({ id }) => id} />}
      </QueryView>
      <Section title={sessions("everybody")} description={sessions("everybodyHint")}>
        <Sessions whose="everybody" />
      </Section>
      <AddUser isOpen={isAdding} onOpenChange={setIsAdding} />
    </>
  );
}

function State({ user: { disabledAt, hasPassword } }: { user: User }) {
  const t = useTranslations("account.users");
  if (disabledAt) return <Badge>{t("disabled")}</Badge>;
  return hasPassword ? (
    <Badge tone="accent">{t("active")}</Badge>
  ) : (
    <Badge tone="warn">{t("noPassword")}</Badge>
  );
}
