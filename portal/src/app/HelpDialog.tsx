// What the keyboard can do, and where to learn more.
import { Button } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { Dialog } from "../parts/Dialog.tsx";
import classes from "./HelpDialog.module.css";
import { PAGES } from "./pages.ts";
import { takeTour } from "./tour.ts";

function Keys({ keys, word }: { keys: string[]; word: string }) {
  const { t } = useTranslation();
  return (
    <div className={classes.row}>
      <dt>
        {keys.map((key, index) => (
          <span key={key}>
            {index > 0 ? <span className={classes.or}> {t("help.or")} </span> : null}
            <kbd>{key}</kbd>
          </span>
        ))}
      </dt>
      <dd>{word}</dd>
    </div>
  );
}

export function HelpDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const tour = async () => {
    onClose();
    await navigate({ to: "/" });
    await takeTour(t);
  };
  return (
    <Dialog title={t("help.title")} open={open} onClose={onClose}>
      <dl className={classes.list}>
        <Keys keys={["/"]} word={t("help.keys.search")} />
        <Keys keys={["j", "k"]} word={t("help.keys.move")} />
        <Keys keys={["Enter"]} word={t("help.keys.open")} />
        <Keys keys={["n", "p"]} word={t("help.keys.next")} />
        <Keys keys={["o"]} word={t("help.keys.jobs")} />
        <Keys keys={["Esc"]} word={t("help.keys.escape")} />
        <Keys keys={["?"]} word={t("help.keys.help")} />
      </dl>
      <h3 className={classes.part}>{t("help.keys.go")}</h3>
      <dl className={classes.pages}>
        {PAGES.flatMap(group => group.pages).map(page => (
          <div key={page.key} className={classes.row}>
            <dt>
              <kbd>g</kbd> <kbd>{page.key}</kbd>
            </dt>
            <dd>{t(`shell.nav.${page.name}`)}</dd>
          </div>
        ))}
      </dl>
      <div className={classes.foot}>
        <Button size="xs" variant="light" onClick={() => void tour()}>
          {t("help.tour")}
        </Button>
        <a href="/api/docs">{t("help.api")}</a>
        <a href="/metrics">{t("help.metrics")}</a>
      </div>
    </Dialog>
  );
}
