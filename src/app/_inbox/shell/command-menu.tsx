"use client";

import { Autocomplete } from "@base-ui/react/autocomplete";
import { Dialog } from "@base-ui/react/dialog";
import { Check, Search } from "lucide-react";
import { useTranslations } from "use-intl";
import { scrimClass } from "@/app/_kit/dialog";
import { Kbd } from "@/app/_kit/kbd";
import type { Command, CommandGroup } from "./command-items";
import type { CommandPage } from "./commands";
import { useCommandGroups } from "./use-command-groups";

export interface CommandMenuProps {
  page: CommandPage;
  onPage: (page: CommandPage | null) => void;
}

/** Everything there is, by its name (⌘K); and the choices of what has some: to whom, until when, which label. */
export function CommandMenu({ page, onPage }: CommandMenuProps) {
  const t = useTranslations("common");
  const groups = useCommandGroups(page, onPage);
  const close = () => onPage(null);
  const run = (command: Command) => {
    if (!command.staysOpen) close();
    // After the menu has gone and the focus is back where it was: what is run may move it.
    if (command.staysOpen) command.run();
    else setTimeout(command.run, 0);
  };
  return (
    <Dialog.Root open onOpenChange={(isOpen) => !isOpen && close()}>
      <Dialog.Portal>
        <Dialog.Backdrop className={scrimClass} />
        <Dialog.Viewport className="fixed inset-0 z-50 flex justify-center px-3 pt-[min(14vh,7rem)] pb-3">
          <Dialog.Popup
            aria-label={t(`commands.${page.name}`)}
            className="popup flex h-fit max-h-full w-full max-w-xl flex-col overflow-hidden"
          >
            <Autocomplete.Root
              key={page.name}
              open
              inline
              items={groups}
              autoHighlight="always"
              keepHighlight
              itemToStringValue={(item) => (item as Command).label}
            >
              <div className="flex items-center gap-2.5 border-b border-line px-4">
                <Search aria-hidden="true" className="size-4 shrink-0 text-faint" />
                <Autocomplete.Input
                  aria-label={t(`commands.${page.name}`)}
                  placeholder={t(`commands.${page.name}`)}
                  className="h-12 w-full bg-transparent text-[0.9375rem] outline-none touch:text-base"
                />
              </div>
              <Autocomplete.Empty>
                <p className="px-4 py-8 text-center text-sm text-soft">{t("commands.nothing")}</p>
              </Autocomplete.Empty>
              <Autocomplete.List className="max-h-[min(60dvh,26rem)] scroll-py-2 overflow-y-auto p-1.5 empty:p-0">
                {(group: CommandGroup) => <Group key={group.value} group={group} onRun={run} />}
              </Autocomplete.List>
            </Autocomplete.Root>
          </Dialog.Popup>
        </Dialog.Viewport>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function Group({ group, onRun }: { group: CommandGroup; onRun: (command: Command) => void }) {
  return (
    <Autocomplete.Group items={group.items} className="not-last:mb-1.5">
      <Autocomplete.GroupLabel className="px-2.5 py-1.5 text-xs font-medium text-faint">
        {group.value}
      </Autocomplete.GroupLabel>
      <Autocomplete.Collection>
        {(command: Command) => (
          <Autocomplete.Item
            key={command.value}
            value={command}
            onClick={() => onRun(command)}
            className="flex min-h-9 cursor-default select-none items-center gap-3 rounded-md px-2.5 text-sm outline-none data-[highlighted]:bg-hover touch:min-h-11"
          >
            <span className="flex size-4 shrink-0 items-center justify-center text-faint [&>svg]:size-4">
              {command.icon}
            </span>
            <span className="min-w-0 flex-1 truncate" dir="auto">
              {command.label}
            </span>
            {command.hint && <span className="tnum shrink-0 text-xs text-faint">{command.hint}</span>}
            {command.isChosen && <Check aria-hidden="true" className="size-4 shrink-0 text-accent-text" />}
            {command.keys && <Kbd keys={command.keys} />}
          </Autocomplete.Item>
        )}
      </Autocomplete.Collection>
    </Autocomplete.Group>
  );
}
