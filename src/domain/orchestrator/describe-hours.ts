import { format } from "date-fns";
import { openingAt } from "@/domain/integrations";
import type { Turn } from "@/domain/outbound";

/** What the bot is told of the time at the business and of its people; null where no business hours are set. */
export function describeHours({ integration, readAt }: Pick<Turn, "integration" | "readAt">): string | null {
  const opening = openingAt(integration.hours, readAt);
  if (!opening) return null;
  const { now, isOpen, until } = opening;
  const clock = `At the business it is ${format(now, "EEEE, HH:mm")}.`;
  if (isOpen) return `${clock} Colleagues are there${until ? ` until ${format(until, "EEEE, HH:mm")}` : ""}.`;
  const next = until ? `The next is there from ${format(until, "EEEE, HH:mm")} on.` : "";
  return `${clock} No colleague is there now. ${next}`.trim();
}
