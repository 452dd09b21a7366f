// Asks for what a key needs: a name, what it may do, and when it ends.
import { Button, NativeSelect, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import classes from "./Keys.module.css";

const SCOPES = ["read", "write", "admin"] as const;
type Scope = (typeof SCOPES)[number];
export type KeyTerms = { name: string; scopes: Scope[]; expires_in_days: number | null };
type Props = { pending: boolean; onSubmit: (terms: KeyTerms) => void; onCancel: () => void };

const DAYS = [30, 90, 365];

export function KeyForm({ pending, onSubmit, onCancel }: Props) {
  const { t } = useTranslation();
  const [name, setName] = useState("");
  const [scopes, setScopes] = useState<Scope[]>(["read"]);
  const [days, setDays] = useState("90");
  const [asked, setAsked] = useState(false);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setAsked(true);
    if (name.trim() === "" || scopes.length === 0) return;
    onSubmit({ name: name.trim(), scopes, expires_in_days: days === "" ? null : Number(days) });
  };
  const toggle = (scope: Scope) =>
    setScopes(scopes.includes(scope) ? scopes.filter(each => each !== scope) : [...scopes, scope]);
  return (
    <form className={classes.form} onSubmit={submit} noValidate>
      <TextInput
        label={t("keys.form.name")}
        description={t("keys.form.nameHint")}
        error={asked && name.trim() === "" ? t("keys.form.nameMissing") : undefined}
        required
        data-autofocus
        value={name}
        onChange={event => setName(event.currentTarget.value)}
      />
      <fieldset className={classes.scopes}>
        <legend>{t("keys.form.scopes")}</legend>
        {SCOPES.map(scope => (
          <label key={scope} className={classes.scope}>
            <input type="checkbox" checked={scopes.includes(scope)} onChange={() => toggle(scope)} />
            <span>
              <code>{scope}</code> <span className="quiet">{t(`keys.form.scope.${scope}`)}</span>
            </span>
          </label>
        ))}
        {asked && scopes.length === 0 ? (
          <p className={classes.wrong}>{t("keys.form.scopesMissing")}</p>
        ) : null}
      </fieldset>
      <NativeSelect
        label={t("keys.form.expires")}
        value={days}
        onChange={event => setDays(event.currentTarget.value)}
        data={[
          ...DAYS.map(count => ({ value: String(count), label: t("keys.form.days", { count }) })),
          { value: "", label: t("common.never") },
        ]}
      />
      <div className={classes.buttons}>
        <Button size="xs" type="submit" loading={pending}>
          {t("keys.create")}
        </Button>
        <Button size="xs" variant="subtle" onClick={onCancel}>
          {t("common.cancel")}
        </Button>
      </div>
    </form>
  );
}
