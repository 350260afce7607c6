"use client";

import { useQuery } from "@tanstack/react-query";
import { Check, UserPlus, UserRound, UserX } from "lucide-react";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { callInbox } from "@/app/_client/call-inbox";
import type { listPeople } from "@/app/_contract/users-operations";
import { useShortcut } from "@/app/_inbox/keys/use-shortcut";
import { useSession } from "@/app/_inbox/shell/session";
import { IconButton } from "@/app/_kit/icon-button";
import { Menu, MenuItem, MenuSeparator } from "@/app/_kit/menu";
import type { HeaderPart } from "./header-props";

function usePeople(isWanted: boolean) {
  return useQuery({
    queryKey: ["people"],
    queryFn: async ({ signal }) =>
      (await callInbox<typeof listPeople>("GET", "/api/inbox/people", { signal })).people,
    enabled: isWanted,
  });
}

/** Gives a conversation to somebody, or to nobody. */
export function AssignMenu({ conversation, act }: HeaderPart) {
  const t = useTranslations("thread");
  const { user } = useSession();
  const [isOpen, setOpen] = useState(false);
  const { data: people } = usePeople(isOpen);
  useShortcut("assign", () => setOpen(true));
  useShortcut("assignToMe", () => act({ kind: "assign", assignee: user }));
  const { assignee } = conversation;
  const others = (people ?? []).filter(({ id }) => id !== user.id);
  const mark = (id: string) => (assignee?.id === id ? <Check /> : <UserRound />);
  return (
    <Menu
      isOpen={isOpen}
      onOpenChange={setOpen}
      trigger={
        <IconButton label={assignee ? t("assign.to", { name: assignee.name }) : t("assign.label")} keys="a">
          <UserPlus aria-hidden className="size-4.5" />
        </IconButton>
      }
    >
      <MenuItem icon={mark(user.id)} keys="i" onSelect={() => act({ kind: "assign", assignee: user })}>
        {t("assign.me")}
      </MenuItem>
      {others.map(({ id, name }) => (
        <MenuItem key={id} icon={mark(id)} onSelect={() => act({ kind: "assign", assignee: { id, name } })}>
          <bdi>{name}</bdi>
        </MenuItem>
      ))}
      {assignee && (
        <>
          <MenuSeparator />
          <MenuItem icon={<UserX />} onSelect={() => act({ kind: "assign", assignee: null })}>
            {t("assign.nobody")}
          </MenuItem>
        </>
      )}
    </Menu>
  );
}
