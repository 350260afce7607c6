"use client";

import { ArrowRight, CircleUser, Languages, LogOut, Moon, Sun, SunMoon } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "use-intl";
import { languageNames, languages } from "@/app/_i18n/languages";
import { keysOf, shortcuts } from "../keys/key-map";
import { runShortcut, useAvailableShortcuts } from "../keys/use-shortcut";
import { listViews, writeListState } from "../list/list-state";
import type { Command, CommandGroup } from "./command-items";
import type { CommandPage } from "./commands";
import { inbox, operationsFor } from "./destinations";
import { setPreference, usePreferences } from "./preferences";
import { useSession } from "./session";
import { signOut } from "./sign-out";
import { useAssignCommands } from "./use-assign-commands";
import { useLabelCommands } from "./use-label-commands";
import { useSnoozeCommands } from "./use-snooze-commands";

type SetPage = (page: CommandPage | null) => void;

/** What a page of the command menu offers. */
export function useCommandGroups(page: CommandPage, setPage: SetPage): CommandGroup[] {
  const ids = "conversationIds" in page ? page.conversationIds : [];
  const root = useRootGroups(setPage);
  const theme = useThemeCommands();
  const language = useLanguageCommands();
  const t = useTranslations("common");
  const assign = useAssignCommands(ids, page.name === "assign");
  const snooze = useSnoozeCommands(ids);
  const labels = useLabelCommands(ids, page.name === "labels");
  const choices = { theme, language, assign, snooze, labels };
  return page.name === "root" ? root : [{ value: t(`commands.${page.name}`), items: choices[page.name] }];
}

/** Listed elsewhere, or of no use from a menu. */
const unlisted = new Set(["commandMenu", "next", "previous", "open", "send", "leave"]);

function useRootGroups(setPage: SetPage): CommandGroup[] {
  const t = useTranslations("common");
  const available = useAvailableShortcuts();
  const actions = shortcuts
    .filter(({ id, group }) => group !== "go" && available.includes(id) && !unlisted.has(id))
    .map(({ id, group, keys }) => ({ id, group, keys: keys[0] ?? "" }));
  const command = ({ id, keys }: (typeof actions)[number]): Command => ({
    value: id,
    label: t(`keys.${id}`),
    icon: <ArrowRight className="rtl:-scale-x-100" />,
    keys,
    run: () => void runShortcut(id),
  });
  const ofConversation = actions.filter(({ group }) => group !== "general").map(command);
  const general = actions.filter(({ group }) => group === "general").map(command);
  const groups = [
    { value: t("commands.conversation"), items: ofConversation },
    { value: t("commands.goTo"), items: useGoCommands() },
    { value: t("commands.settings"), items: [...useSettingCommands(setPage), ...general] },
  ];
  return groups.filter(({ items }) => items.length > 0);
}

function useGoCommands(): Command[] {
  const t = useTranslations("common");
  const inboxWords = useTranslations("inbox");
  const router = useRouter();
  const { user } = useSession();
  const places = [inbox, ...operationsFor(user.role)].map(({ name, href, icon: Icon, shortcut }) => ({
    value: href,
    label: t(`nav.${name}`),
    icon: <Icon />,
    keys: shortcut && keysOf(shortcut),
    run: () => router.push(href),
  }));
  const views = listViews.map((view) => ({
    value: `view-${view}`,
    label: `${t("nav.inbox")}: ${inboxWords(`views.${view}`)}`,
    icon: <inbox.icon />,
    run: () => router.push(writeListState({ view })),
  }));
  const account = {
    value: "/account",
    label: t("nav.account"),
    icon: <CircleUser />,
    keys: keysOf("goSettings"),
    run: () => router.push("/account"),
  };
  return [...places, account, ...views];
}

function useSettingCommands(setPage: SetPage): Command[] {
  const t = useTranslations("common");
  const { isSignInOff } = useSession();
  const commands: Command[] = [
    {
      value: "theme",
      label: t("commands.theme"),
      icon: <SunMoon />,
      staysOpen: true,
      run: () => setPage({ name: "theme" }),
    },
    {
      value: "language",
      label: t("commands.language"),
      icon: <Languages />,
      staysOpen: true,
      run: () => setPage({ name: "language" }),
    },
  ];
  if (isSignInOff) return commands;
  const leave = { value: "sign-out", label: t("signOut"), icon: <LogOut />, run: () => void signOut() };
  return [...commands, leave];
}

function useThemeCommands(): Command[] {
  const t = useTranslations("common");
  const router = useRouter();
  const { theme } = usePreferences();
  const icons = { system: <SunMoon />, light: <Sun />, dark: <Moon /> };
  return (["system", "light", "dark"] as const).map((name) => ({
    value: name,
    label: t(`themes.${name}`),
    icon: icons[name],
    isChosen: theme === name,
    run: () => {
      setPreference("theme", name);
      router.refresh();
    },
  }));
}

function useLanguageCommands(): Command[] {
  const router = useRouter();
  const { language } = usePreferences();
  return languages.map((name) => ({
    value: name,
    label: languageNames[name],
    isChosen: language === name,
    run: () => {
      setPreference("language", name);
      router.refresh();
    },
  }));
}
