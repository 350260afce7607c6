"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import clsx from "clsx";
import { Zap } from "lucide-react";
import { useTranslations } from "use-intl";
import { Button } from "@/app/_kit/button";
import { Popover } from "@/app/_kit/popover";
import { callSimulator } from "./call-simulator";
import {
  type FaultName,
  type FaultRule,
  faultGroups,
  faultPresets,
  isArmed,
  presetOf,
} from "./fault-presets";

const KEY = ["phone", "faults"];

/** What goes wrong next. As long as something is armed, the button says so. */
export function Faults() {
  const t = useTranslations("phone.faults");
  const { data = [] } = useQuery({
    queryKey: KEY,
    queryFn: () => callSimulator<FaultRule[]>("GET", "faults"),
  });
  const queries = useQueryClient();
  const change = useMutation({
    mutationFn: ({ method, path, body }: { method: "POST" | "DELETE"; path: string; body?: object }) =>
      callSimulator(method, path, body),
    onSettled: () => queries.invalidateQueries({ queryKey: KEY }),
  });
  const armed = data.filter(isArmed);
  const disarm = ({ id }: FaultRule) => change.mutate({ method: "DELETE", path: `faults/${id}` });
  return (
    <Popover
      title={t("title")}
      isTitleShown
      className="w-92"
      trigger={
        <Button
          size="small"
          icon={<Zap className="size-4" />}
          className={clsx(armed.length > 0 && "border-danger! bg-danger-soft! text-danger-text!")}
        >
          <span aria-live="polite">
            {armed.length > 0 ? t("armed", { count: armed.length }) : t("title")}
          </span>
        </Button>
      }
    >
      <p className="mb-3 text-[0.8125rem] text-soft">{t("hint")}</p>
      {faultGroups.map(({ name, faults }) => (
        <section key={name} className="mb-3">
          <h3 className="mb-1 text-xs font-semibold text-faint">{t(`groups.${name}`)}</h3>
          <ul>
            {faults.map((fault) => (
              <Fault
                key={fault}
                name={fault}
                rule={armed.find((rule) => presetOf(rule) === fault)}
                onArm={() => change.mutate({ method: "POST", path: "faults", body: faultPresets[fault] })}
                onDisarm={disarm}
              />
            ))}
          </ul>
        </section>
      ))}
      <Others rules={armed.filter((rule) => !presetOf(rule))} />
      {armed.length > 0 && (
        <Button
          variant="danger"
          size="small"
          onClick={() => change.mutate({ method: "DELETE", path: "faults" })}
        >
          {t("disarmAll")}
        </Button>
      )}
    </Popover>
  );
}

function Fault(props: {
  name: FaultName;
  rule: FaultRule | undefined;
  onArm: () => void;
  onDisarm: (rule: FaultRule) => void;
}) {
  const t = useTranslations("phone.faults");
  const { name, rule, onArm, onDisarm } = props;
  return (
    <li className="flex min-h-9 items-center gap-3">
      <span className={clsx("min-w-0 flex-1 text-[0.8125rem]", rule && "font-medium text-danger-text")}>
        {t(`names.${name}`)}
      </span>
      <Button
        size="small"
        variant={rule ? "danger" : "secondary"}
        onClick={() => (rule ? onDisarm(rule) : onArm())}
        aria-label={`${t(rule ? "disarm" : "arm")}: ${t(`names.${name}`)}`}
      >
        {t(rule ? "disarm" : "arm")}
      </Button>
    </li>
  );
}

function Others({ rules }: { rules: FaultRule[] }) {
  const t = useTranslations("phone.faults");
  return rules.map(({ id, target, action }) => (
    <p key={id} className="mb-2 text-[0.8125rem] text-danger-text">
      {t("other", { target, action: action.type })}
    </p>
  ));
}
