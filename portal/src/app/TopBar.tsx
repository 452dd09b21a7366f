// The line above every page: where one is, search, jobs, help, theme and language.
import { ActionIcon, Button, NativeSelect } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Session } from "../api/types.ts";
import { choose, LANGUAGES, type Language } from "../i18n/index.ts";
import { openJobs } from "../jobs/drawer.ts";
import { useRunningJobs } from "../jobs/JobDrawer.tsx";
import { Icon } from "../parts/Icon.tsx";
import { GlobalSearch } from "./GlobalSearch.tsx";
import { SignOut } from "./SignOut.tsx";
import classes from "./TopBar.module.css";
import { useTheme } from "./theme.ts";

const THEME_ICONS = { auto: "auto", light: "sun", dark: "moon" } as const;

function JobsButton() {
  const { t } = useTranslation();
  const running = useRunningJobs();
  return (
    <Button
      size="xs"
      variant="subtle"
      color="gray"
      className={classes.jobs}
      data-tour="jobs"
      data-running={running > 0 || undefined}
      leftSection={<Icon name="jobs" />}
      onClick={openJobs}
      aria-label={running > 0 ? t("shell.top.jobsRunning", { count: running }) : t("shell.top.jobs")}
    >
      {running > 0 ? running : t("shell.top.jobs")}
    </Button>
  );
}

type Props = { session: Session | undefined; onMenu: () => void; onHelp: () => void };

export function TopBar({ session, onMenu, onHelp }: Props) {
  const { t, i18n } = useTranslation();
  const { theme, next } = useTheme();
  const themeWord = `${t("shell.top.theme")}: ${t(`shell.top.themes.${theme}`)}`;
  return (
    <header className={classes.bar}>
      <ActionIcon
        className={classes.menu}
        variant="subtle"
        color="gray"
        size="lg"
        aria-label={t("shell.nav.open")}
        onClick={onMenu}
      >
        <Icon name="menu" />
      </ActionIcon>
      <p className={classes.workspace} title={t("shell.top.workspace")}>
        {session?.workspace.name ?? ""}
      </p>
      <GlobalSearch />
      <div className={classes.tools}>
        <JobsButton />
        <ActionIcon
          className={classes.desk}
          variant="subtle"
          color="gray"
          size="lg"
          aria-label={t("shell.top.keyboard")}
          title={t("shell.top.keyboard")}
          onClick={onHelp}
        >
          <Icon name="help" />
        </ActionIcon>
        <ActionIcon
          variant="subtle"
          color="gray"
          size="lg"
          aria-label={themeWord}
          title={themeWord}
          onClick={next}
        >
          <Icon name={THEME_ICONS[theme]} />
        </ActionIcon>
        <NativeSelect
          size="xs"
          variant="unstyled"
          className={classes.language}
          aria-label={t("shell.top.language")}
          value={i18n.language}
          onChange={event => void choose(event.currentTarget.value as Language)}
          data={Object.entries(LANGUAGES).map(([value, label]) => ({ value, label }))}
        />
        {session?.person ? <SignOut person={session.person} /> : null}
      </div>
    </header>
  );
}
