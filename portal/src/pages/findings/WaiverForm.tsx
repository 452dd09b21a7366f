// Asks for the reason and the last day of a waiver, and says what is missing beside the field.
import { Button, NativeSelect, Textarea, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { useFormat } from "../../format/useFormat.ts";
import classes from "./Finding.module.css";

const CATEGORIES = ["accepted_risk", "planned", "false_positive"] as const;
type Category = (typeof CATEGORIES)[number];
export type WaiverTerms = { reason: string; expires_at: string; category: Category };
type Props = { pending: boolean; onSubmit: (terms: WaiverTerms) => void; onCancel: () => void };

const DAY_MS = 86_400_000;
const SHORTEST_REASON = 10;
const LONGEST_DAYS = 365;
const PROPOSED_DAYS = [30, 90, 180];

const isoDay = (time: number): string => {
  const date = new Date(time);
  const two = (part: number) => String(part).padStart(2, "0");
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
};

/** The end of the chosen day where the reader is, as an instant. */
export const endOfDay = (chosen: string): string => new Date(`${chosen}T23:59:59`).toISOString();

export function validDay(chosen: string, now: number): boolean {
  const time = new Date(`${chosen}T12:00:00`).getTime();
  return time > now && time <= now + LONGEST_DAYS * DAY_MS && isoDay(now) !== chosen;
}

export function WaiverForm({ pending, onSubmit, onCancel }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const [reason, setReason] = useState("");
  const [until, setUntil] = useState(() => isoDay(Date.now() + 30 * DAY_MS));
  const [category, setCategory] = useState<Category>("accepted_risk");
  const [asked, setAsked] = useState(false);
  const reasonOk = reason.trim().length >= SHORTEST_REASON;
  const dayOk = validDay(until, Date.now());
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setAsked(true);
    if (reasonOk && dayOk) onSubmit({ reason: reason.trim(), expires_at: endOfDay(until), category });
  };
  return (
    <form className={classes.form} onSubmit={submit} noValidate>
      <Textarea
        label={t("findings.waiver.reason")}
        description={t("findings.waiver.reasonHint")}
        error={asked && !reasonOk ? t("findings.waiver.reasonMissing") : undefined}
        rows={3}
        required
        data-autofocus
        value={reason}
        onChange={event => setReason(event.currentTarget.value)}
      />
      <NativeSelect
        label={t("findings.waiver.category")}
        value={category}
        onChange={event => setCategory(event.currentTarget.value as Category)}
        data={CATEGORIES.map(value => ({ value, label: t(`findings.waiver.categories.${value}`) }))}
      />
      <TextInput
        type="date"
        label={t("findings.waiver.until")}
        description={t("findings.waiver.untilHint")}
        error={asked && !dayOk ? t("findings.waiver.untilWrong") : undefined}
        required
        value={until}
        onChange={event => setUntil(event.currentTarget.value)}
      />
      <div className={classes.buttons}>
        {PROPOSED_DAYS.map(days => (
          <Button
            key={days}
            size="compact-xs"
            variant="default"
            onClick={() => setUntil(isoDay(Date.now() + days * DAY_MS))}
          >
            {t("findings.waiver.days", { count: days })}
          </Button>
        ))}
      </div>
      <div className={classes.buttons}>
        <Button size="xs" type="submit" loading={pending}>
          {dayOk
            ? t("findings.waiver.submit", { day: format.day(endOfDay(until)) })
            : t("findings.waiver.waive")}
        </Button>
        <Button size="xs" variant="subtle" onClick={onCancel}>
          {t("common.cancel")}
        </Button>
      </div>
    </form>
  );
}
