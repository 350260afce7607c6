"use client";

import { Search, X } from "lucide-react";
import { useEffect, useEffectEvent, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { IconButton } from "@/app/_kit/icon-button";
import { Kbd } from "@/app/_kit/kbd";
import { useShortcut } from "../keys/use-shortcut";

const WAIT_MS = 250;

/** Searches names, numbers and words of messages, a moment after the last key. */
export function ListSearch({ value, onChange }: { value: string; onChange: (search: string) => void }) {
  const t = useTranslations("inbox");
  const [text, setText] = useState(value);
  const input = useRef<HTMLInputElement>(null);
  const tell = useEffectEvent((search: string) => {
    if (search !== value) onChange(search);
  });
  useEffect(() => setText((now) => (now.trim() === value ? now : value)), [value]);
  useEffect(() => {
    const timer = setTimeout(() => tell(text.trim()), WAIT_MS);
    return () => clearTimeout(timer);
  }, [text]);
  useShortcut("search", () => {
    input.current?.focus();
    input.current?.select();
  });
  return (
    // biome-ignore lint/a11y/useSemanticElements: <search> is not known to every screen reader yet
    <div role="search" className="relative mx-3.5 mb-2.5">
      <Search
        aria-hidden="true"
        className="pointer-events-none absolute start-2.5 top-1/2 size-4 -translate-y-1/2 text-faint"
      />
      <input
        ref={input}
        type="search"
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== "Escape") return;
          event.preventDefault();
          if (text === "") input.current?.blur();
          else setText("");
        }}
        aria-label={t("search")}
        placeholder={t("searchPlaceholder")}
        autoComplete="off"
        spellCheck={false}
        dir="auto"
        className="h-8.5 w-full rounded-control border border-transparent bg-sunken ps-8.5 pe-8 text-sm transition-colors hover:border-line-strong focus:border-edge focus:bg-surface touch:h-11 touch:text-base [&::-webkit-search-cancel-button]:hidden"
      />
      <span className="absolute end-1 top-1/2 flex -translate-y-1/2 items-center">
        {text === "" ? (
          <span aria-hidden="true" className="pe-1.5 touch:hidden">
            <Kbd keys="/" />
          </span>
        ) : (
          <IconButton
            label={t("empty.clearSearch")}
            size="small"
            onClick={() => setText("")}
            className="touch:min-h-9 touch:min-w-9"
          >
            <X className="size-3.5" />
          </IconButton>
        )}
      </span>
    </div>
  );
}
