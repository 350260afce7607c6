"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { type Language, languageNames, languages } from "@/app/_i18n/languages";
import { setPreference, usePreferences } from "@/app/_inbox/shell/preferences";
import { Switch } from "@/app/_kit/choice";
import { Select } from "@/app/_kit/field";

const themes = ["system", "light", "dark"] as const;

/** How this browser shows the inbox: kept in it, not with the person. */
export function Display() {
  const t = useTranslations("account.display");
  const router = useRouter();
  const preferences = usePreferences();
  const [theme, setTheme] = useState(preferences.theme);
  const [hasKeys, setHasKeys] = useState(preferences.hasKeys);
  const [language, setLanguage] = useState<Language>(preferences.language);
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      <Select
        label={t("language")}
        value={language}
        options={languages.map((value) => ({ value, label: languageNames[value] }))}
        onChange={({ target }) => {
          setLanguage(target.value as Language);
          setPreference("language", target.value);
          router.refresh();
        }}
      />
      <Select
        label={t("theme")}
        value={theme}
        options={themes.map((value) => ({ value, label: t(`themes.${value}`) }))}
        onChange={({ target }) => {
          setTheme(target.value as typeof theme);
          setPreference("theme", target.value);
        }}
      />
      <Switch
        label={t("keys")}
        hint={t("keysHint")}
        checked={hasKeys}
        className="sm:col-span-2"
        onCheckedChange={(isOn) => {
          setHasKeys(isOn);
          setPreference("keys", isOn ? "on" : "off");
          router.refresh();
        }}
      />
    </div>
  );
}
