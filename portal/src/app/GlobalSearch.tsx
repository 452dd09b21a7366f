// The search that is always there: it asks the inventory.
import { TextInput } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Icon } from "../parts/Icon.tsx";
import classes from "./TopBar.module.css";

export function GlobalSearch() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [words, setWords] = useState("");
  return (
    <search className={classes.search} data-tour="search">
      <form
        onSubmit={event => {
          event.preventDefault();
          if (words.trim() === "") return;
          void navigate({ to: "/inventory", search: { q: words.trim() } });
          setWords("");
        }}
      >
        <TextInput
          size="xs"
          type="search"
          aria-label={t("shell.top.search")}
          placeholder={t("shell.top.search")}
          data-search="global"
          leftSection={<Icon name="search" size={14} />}
          rightSection={<kbd aria-hidden="true">/</kbd>}
          value={words}
          onChange={event => setWords(event.currentTarget.value)}
        />
      </form>
    </search>
  );
}
