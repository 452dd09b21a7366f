// The list of pages, grouped as the loop goes.
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { Icon } from "../parts/Icon.tsx";
import classes from "./Nav.module.css";
import { PAGES } from "./pages.ts";

export function Nav({ onGo }: { onGo?: () => void }) {
  const { t } = useTranslation();
  return (
    <nav aria-label={t("shell.nav.label")} data-tour="nav">
      {PAGES.map(group => (
        <div key={group.name ?? "home"} className={classes.group}>
          {group.name ? <p className={classes.stage}>{t(`shell.nav.${group.name}`)}</p> : null}
          <ul>
            {group.pages.map(page => (
              <li key={page.name}>
                <Link
                  to={page.to}
                  className={classes.link}
                  activeOptions={{ exact: page.to === "/", includeSearch: false }}
                  onClick={onGo}
                >
                  <Icon name={page.name} />
                  {t(`shell.nav.${page.name}`)}
                </Link>
              </li>
            ))}
          </ul>
        </div>
      ))}
    </nav>
  );
}
