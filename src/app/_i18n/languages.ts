/** The languages of the inbox; the first is for everybody else. */
export const languages = ["en", "pt", "ar"] as const;

export type Language = (typeof languages)[number];

/** As those who speak them call them. */
export const languageNames: Record<Language, string> = { en: "English", pt: "Português", ar: "العربية" };

export function directionOf(language: Language): "ltr" | "rtl" {
  return language === "ar" ? "rtl" : "ltr";
}

/** Of the cookie, else the first that the browser asks for and we have. */
export function chooseLanguage(cookie: string | undefined, acceptLanguage: string | null): Language {
  for (const tag of [cookie, ...tagsOf(acceptLanguage)]) {
    const known = languages.find((language) => language === baseOf(tag));
    if (known) return known;
  }
  return languages[0];
}

/** The language with the region the browser has for it: the day before the month, the clock up to 24. */
export function chooseLocale(language: Language, acceptLanguage: string | null): string {
  const tag = tagsOf(acceptLanguage).find((tag) => baseOf(tag) === language);
  return tag && /^[a-z]{2}(-[a-z0-9]{2,8})*$/i.test(tag) ? tag : language;
}

function tagsOf(acceptLanguage: string | null): string[] {
  return (acceptLanguage ?? "").split(",").map((part) => part.split(";")[0]?.trim() ?? "");
}

function baseOf(tag: string | undefined): string | undefined {
  return tag?.toLowerCase().split("-")[0];
}
