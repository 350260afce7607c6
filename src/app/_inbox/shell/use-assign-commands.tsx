"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { CircleSlash } from "lucide-react";
import { useTranslations } from "use-intl";
import { callInbox } from "@/app/_client/call-inbox";
import type { listPeople } from "@/app/_contract/users-operations";
import { Avatar } from "@/app/_kit/avatar";
import { findRow, useTriage } from "../list/use-triage";
import type { Command } from "./command-items";
import { useSession } from "./session";

/** To whom a conversation can be given: oneself first, then nobody, then everybody else. */
export function useAssignCommands(ids: readonly number[], isOn: boolean): Command[] {
  const t = useTranslations("inbox");
  const { user } = useSession();
  const triage = useTriage();
  const queryClient = useQueryClient();
  const { data: people = [] } = useQuery({
    queryKey: ["people"],
    enabled: isOn,
    queryFn: async ({ signal }) =>
      (await callInbox<typeof listPeople>("GET", "/api/inbox/people", { signal })).people,
  });
  const [only] = ids.length === 1 ? ids : [];
  const now = only === undefined ? undefined : findRow(queryClient, only)?.assignee?.id;
  const command = (person: { id: string; name: string }, label = person.name): Command => ({
    value: person.id,
    label,
    icon: <Avatar name={person.name} size="small" />,
    isChosen: now === person.id,
    run: () => void triage(ids, { kind: "assign", assignee: { id: person.id, name: person.name } }),
  });
  const nobody: Command = {
    value: "nobody",
    label: t("nobody"),
    icon: <CircleSlash />,
    run: () => void triage(ids, { kind: "assign", assignee: null }),
  };
  const others = people.filter(({ id }) => id !== user.id);
  return [command(user, t("me", { name: user.name })), nobody, ...others.map((person) => command(person))];
}
