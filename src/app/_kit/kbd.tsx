/** Keys as they are on the keyboard: "mod+k" is ⌘K or Ctrl K; "g i" is one after the other. */
export function Kbd({ keys }: { keys: string }) {
  return (
    <kbd className="ms-auto inline-flex shrink-0 gap-1 font-sans text-[0.6875rem] text-faint" dir="ltr">
      {keys.split(/[ +]/).map((key, at) => (
        <span
          // biome-ignore lint/suspicious/noArrayIndexKey: the same key may come twice
          key={at}
          className="inline-flex h-4.5 min-w-4.5 items-center justify-center rounded border border-line-strong bg-sunken px-1"
        >
          {names[key] ?? (key.length === 1 ? key.toUpperCase() : key)}
        </span>
      ))}
    </kbd>
  );
}

const isMac = typeof navigator !== "undefined" && /Mac|iPhone|iPad/.test(navigator.platform);

const names: Record<string, string> = {
  mod: isMac ? "⌘" : "Ctrl",
  shift: "⇧",
  alt: isMac ? "⌥" : "Alt",
  enter: "↵",
  escape: "Esc",
  up: "↑",
  down: "↓",
};
