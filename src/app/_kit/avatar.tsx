import clsx from "clsx";

const colors = ["gray", "teal", "blue", "purple", "pink", "orange", "green"] as const;
const classes: Record<(typeof colors)[number], string> = {
  gray: "bg-label-gray/15 text-label-gray",
  teal: "bg-label-teal/15 text-label-teal",
  blue: "bg-label-blue/15 text-label-blue",
  purple: "bg-label-purple/15 text-label-purple",
  pink: "bg-label-pink/15 text-label-pink",
  orange: "bg-label-orange/15 text-label-orange",
  green: "bg-label-green/15 text-label-green",
};

const sizes = { small: "size-6 text-[0.625rem]", medium: "size-9 text-xs", large: "size-14 text-lg" };

/** Initials; beside a name, so it is not read out. The same name has the same colour. */
export function Avatar({ name, size = "medium" }: { name: string; size?: keyof typeof sizes }) {
  return (
    <span
      aria-hidden="true"
      className={clsx(
        "inline-flex shrink-0 select-none items-center justify-center rounded-full font-semibold",
        sizes[size],
        classes[colorOf(name)],
      )}
    >
      {initials(name)}
    </span>
  );
}

function initials(name: string): string {
  const words = name.split(/\s+/).filter((word) => /\p{L}/u.test(word));
  const letters = [words[0], words.length > 1 ? words.at(-1) : undefined].map(
    (word) => word?.match(/\p{L}/u)?.[0],
  );
  return letters.join("").toUpperCase() || "#";
}

function colorOf(name: string) {
  let sum = 0;
  for (const character of name) sum = (sum * 31 + (character.codePointAt(0) ?? 0)) % 9973;
  return colors[sum % colors.length] ?? "gray";
}
