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
  const wanted = [cookie, ...(acceptLanguage ?? "").split(",").map((part) => part.split(";")[0]?.trim())];
  for (const tag of wanted) {
    const known = languages.find((language) => language === tag?.toLowerCase().split("-")[0]);
    if (known) return known;
  }
  return languages[0];
}
