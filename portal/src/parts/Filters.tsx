// The filters of a list: each lives in the URL, each change starts the list anew.
import { Button, NativeSelect, TextInput } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import classes from "./Filters.module.css";
import { Icon } from "./Icon.tsx";

export type Choice = {
  name: string;
  label: string;
  value: string | undefined;
  options: { value: string; label: string }[];
  /** False where the list always has a value: then nothing stands for "all". */
  blank?: boolean;
};
type Props = { words?: { label: string; value: string | undefined }; choices: Choice[]; dirty: boolean };

const TYPING_PAUSE_MS = 250;

export function useFilter(): (name: string, value: string | undefined) => void {
  const navigate = useNavigate();
  return (name, value) =>
    void navigate({
      to: ".",
      replace: true,
      search: (search: object) => ({
        ...search,
        [name]: value || undefined,
        cursor: undefined,
        skipped: undefined,
      }),
    });
}

function Words({ label, value }: { label: string; value: string | undefined }) {
  const filter = useFilter();
  const [typed, setTyped] = useState(value ?? "");
  const [known, setKnown] = useState(value);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  if (known !== value) {
    setKnown(value);
    if ((value ?? "") !== typed.trim()) setTyped(value ?? "");
  }
  useEffect(() => () => clearTimeout(timer.current), []);
  return (
    <TextInput
      className={classes.words}
      size="xs"
      type="search"
      aria-label={label}
      placeholder={label}
      data-search=""
      leftSection={<Icon name="search" size={14} />}
      value={typed}
      onChange={event => {
        const text = event.currentTarget.value;
        setTyped(text);
        clearTimeout(timer.current);
        timer.current = setTimeout(() => filter("q", text.trim()), TYPING_PAUSE_MS);
      }}
    />
  );
}

export function Filters({ words, choices, dirty }: Props) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const filter = useFilter();
  return (
    <search className={classes.filters} aria-label={t("common.filters")}>
      {words ? <Words {...words} /> : null}
      {choices.map(choice => (
        <NativeSelect
          key={choice.name}
          size="xs"
          aria-label={choice.label}
          className={classes.choice}
          data-set={choice.value && choice.blank !== false ? "" : undefined}
          value={choice.value ?? ""}
          onChange={event => filter(choice.name, event.currentTarget.value)}
          data={
            choice.blank === false
              ? choice.options
              : [{ value: "", label: `${choice.label}: ${t("common.all")}` }, ...choice.options]
          }
        />
      ))}
      {dirty ? (
        <Button size="xs" variant="subtle" onClick={() => navigate({ to: ".", search: {}, replace: true })}>
          {t("common.clear")}
        </Button>
      ) : null}
    </search>
  );
}
