"use client";

import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import { Switch } from "@/app/_kit/choice";
import { Select, TextArea, TextField } from "@/app/_kit/field";
import { readPath, type Written, writePath } from "./written";

interface PersonaFormProps {
  written: Written;
  /** With every default filled in: what holds where nothing is said. */
  defaults: unknown;
  problems: { path: string; problem: string }[];
  onChange: (written: Written) => void;
}

const switches = ["whenAsked", "whenAngry", "whenPayment", "whenLegal", "whenUnsure"] as const;

/** The same as the YAML, for those who do not write YAML: an empty field says nothing, so the default holds. */
export function PersonaForm(props: PersonaFormProps) {
  const t = useTranslations("operations.persona");
  return (
    <div className="flex flex-col gap-6">
      <Group title={t("group.voice")}>
        <Line {...props} path="name" />
        <Lines {...props} path="tone" rows={3} isText />
        <List {...props} path="languages" separator="," />
      </Group>
      <Group title={t("group.business")}>
        <Lines {...props} path="about" rows={6} isText />
        <Lines {...props} path="facts" rows={6} />
        <Lines {...props} path="neverPromise" rows={4} />
        <Yes {...props} path="onBusinessOnly" />
        <List {...props} path="linkHosts" separator="," />
        <Amount {...props} path="answerCharactersMax" />
      </Group>
      <Group title={t("group.handover")}>
        {switches.map((name) => (
          <Yes key={name} {...props} path={`handover.${name}`} />
        ))}
        <Amount {...props} path="handover.afterMisunderstandings" />
        <Lines {...props} path="handover.message" rows={2} isText />
        <Amount {...props} path="handover.autoReturnMinutes" />
      </Group>
      <Group title={t("group.ai")}>
        <Providers {...props} />
        <Amount {...props} path="ai.dailyBudgetUsd" />
        <Amount {...props} path="ai.dailyBudgetPerContactUsd" />
        <Lines {...props} path="ai.unavailableMessage" rows={2} isText />
      </Group>
    </div>
  );
}

function Group({ title, children }: { title: string; children: ReactNode }) {
  return (
    <fieldset className="flex flex-col gap-4 rounded-card border border-line bg-surface p-4">
      <legend className="float-start mb-1 w-full text-sm font-semibold">{title}</legend>
      {children}
    </fieldset>
  );
}

type FieldProps = PersonaFormProps & { path: string };

/** Its words and what is wrong with it; facts.3 belongs to facts. */
function useFieldWords({ path, problems }: Pick<FieldProps, "path" | "problems">) {
  const t = useTranslations("operations.persona");
  const key = path.replaceAll(".", "_");
  const own = problems.filter((problem) => problem.path === path || problem.path.startsWith(`${path}.`));
  const hint = `field.${key}.hint` as never;
  return {
    label: t(`field.${key}.label` as never),
    hint: t.has(hint) ? t(hint) : undefined,
    error: own.map(({ problem }) => problem).join("; ") || null,
  };
}

const textOf = (value: unknown) =>
  value === undefined || value === null ? "" : Array.isArray(value) ? value.join("\n") : String(value);

function Line({ path, written, onChange, ...rest }: FieldProps) {
  return (
    <TextField
      {...useFieldWords({ path, ...rest })}
      dir="auto"
      value={textOf(readPath(written, path))}
      placeholder={textOf(readPath(rest.defaults, path))}
      onChange={(event) => onChange(writePath(written, path, event.target.value || undefined))}
    />
  );
}

/** A text, or a list with a line for each. */
function Lines({
  path,
  written,
  onChange,
  rows,
  isText,
  ...rest
}: FieldProps & { rows: number; isText?: boolean }) {
  const read = (text: string) => (text === "" ? undefined : isText ? text : text.split("\n"));
  return (
    <TextArea
      {...useFieldWords({ path, ...rest })}
      dir="auto"
      rows={rows}
      value={textOf(readPath(written, path))}
      placeholder={isText ? textOf(readPath(rest.defaults, path)) : undefined}
      onChange={(event) => onChange(writePath(written, path, read(event.target.value)))}
      onBlur={(event) => {
        if (isText) return;
        const lines = event.target.value.split("\n").filter((line) => line.trim() !== "");
        onChange(writePath(written, path, lines.length > 0 ? lines : undefined));
      }}
    />
  );
}

function List({ path, written, onChange, separator, ...rest }: FieldProps & { separator: string }) {
  const value = readPath(written, path);
  return (
    <TextField
      {...useFieldWords({ path, ...rest })}
      dir="ltr"
      value={Array.isArray(value) ? value.join(separator) : ""}
      onChange={(event) => {
        const { value: text } = event.target;
        onChange(
          writePath(
            written,
            path,
            text === "" ? undefined : text.split(separator).map((each) => each.trim()),
          ),
        );
      }}
    />
  );
}

function Yes({ path, written, onChange, defaults, problems }: FieldProps) {
  const { label, hint } = useFieldWords({ path, problems });
  const value = readPath(written, path) ?? readPath(defaults, path);
  return (
    <Switch
      label={label}
      hint={hint}
      checked={value === true}
      onCheckedChange={(isChecked) => onChange(writePath(written, path, isChecked))}
    />
  );
}

function Amount({ path, written, onChange, ...rest }: FieldProps) {
  return (
    <TextField
      {...useFieldWords({ path, ...rest })}
      type="number"
      inputMode="decimal"
      step="any"
      className="max-w-40"
      value={textOf(readPath(written, path))}
      placeholder={textOf(readPath(rest.defaults, path))}
      onChange={(event) => {
        const { value } = event.target;
        onChange(writePath(written, path, value === "" ? undefined : Number(value)));
      }}
    />
  );
}

const orders = ["deepseek,openai", "openai,deepseek", "deepseek", "openai"];

function Providers({ written, onChange, problems }: PersonaFormProps) {
  const t = useTranslations("operations.persona");
  const value = readPath(written, "ai.providers");
  return (
    <Select
      {...useFieldWords({ path: "ai.providers", problems })}
      className="max-w-60"
      placeholder={t("asConfigured")}
      value={Array.isArray(value) ? value.join(",") : ""}
      options={orders.map((order) => ({ value: order, label: order.replace(",", ", ") }))}
      onChange={(event) => {
        const { value: order } = event.target;
        onChange(writePath(written, "ai.providers", order === "" ? undefined : order.split(",")));
      }}
    />
  );
}
