// The first steps, ticked from what is really there; it goes away when all are done.
import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Home } from "../../api/types.ts";
import { takeTour } from "../../app/tour.ts";
import { Command } from "../../parts/Command.tsx";
import { Icon } from "../../parts/Icon.tsx";
import { Panel } from "../../parts/Panel.tsx";
import classes from "./Checklist.module.css";

/** A hint that is a command can be copied. */
function Hint({ text }: { text: string }) {
  return <p className={classes.hint}>{text.startsWith("kaizen ") ? <Command text={text} /> : text}</p>;
}

export function Checklist({ steps }: { steps: Home["checklist"] }) {
  const { t } = useTranslation();
  const done = steps.filter(step => step.done).length;
  if (steps.length === 0 || done === steps.length) return null;
  return (
    <Panel title={t("home.checklist")} aside={t("home.checklistDone", { done, total: steps.length })}>
      <ul>
        {steps.map(step => (
          <li key={step.id} className={classes.step} data-done={step.done || undefined}>
            <Icon name={step.done ? "check" : "ring"} label={step.done ? t("common.done") : t("common.no")} />
            <div>
              <p className={classes.title}>{t(`home.steps.${step.id as "test"}`, step.title)}</p>
              {step.done ? null : <Hint text={step.hint} />}
            </div>
          </li>
        ))}
      </ul>
      <Button size="compact-sm" variant="light" className={classes.tour} onClick={() => void takeTour(t)}>
        {t("home.tour")}
      </Button>
    </Panel>
  );
}
