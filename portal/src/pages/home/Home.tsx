// What needs us now: the short list first, then the figures, the trends and the first steps.
import { useTranslation } from "react-i18next";
import { useRead } from "../../api/read.ts";
import type { Home as HomeAnswer } from "../../api/types.ts";
import { useFormat } from "../../format/useFormat.ts";
import { JobButton } from "../../jobs/JobButton.tsx";
import { Ago } from "../../parts/Ago.tsx";
import { Answer } from "../../parts/Answer.tsx";
import { Bones } from "../../parts/Bones.tsx";
import { PageHead } from "../../parts/PageHead.tsx";
import { Checklist } from "./Checklist.tsx";
import { checked } from "./checked.ts";
import classes from "./Home.module.css";
import { ShortList } from "./ShortList.tsx";
import { Tiles } from "./Tiles.tsx";
import { TrendLines } from "./TrendLines.tsx";

function Summary({ home }: { home: HomeAnswer }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { critical, warning, info } = home.findings.open;
  const open = critical + warning + info;
  const count = home.short_list.items.length;
  if (home.inventory.scanned_at === null) return t("home.notYet");
  return (
    <>
      {count > 0
        ? t("home.answer", { count, open: format.whole(open) })
        : t(checked(home) ? "home.calm" : "home.notChecked")}{" "}
      <span className="quiet">
        {t("home.scanned")} <Ago at={home.inventory.scanned_at} />.
      </span>
    </>
  );
}

export function Home() {
  const { t } = useTranslation();
  const query = useRead("/api/v1/home");
  return (
    <>
      <PageHead
        name={t("shell.nav.home")}
        question={t("home.question")}
        answer={query.data ? <Summary home={query.data} /> : null}
        actions={
          <>
            <JobButton action="scan" primary={query.data?.inventory.scanned_at === null} />
            <JobButton action="standards" />
          </>
        }
      />
      <Answer query={query} bones={<Bones rows={4} tall />}>
        {home => (
          <div className={classes.columns}>
            <ShortList list={home.short_list} scanned={home.inventory.scanned_at !== null} />
            <div className={classes.side}>
              <Tiles home={home} />
              <Checklist steps={home.checklist} />
              <TrendLines trends={home.trends} />
            </div>
          </div>
        )}
      </Answer>
    </>
  );
}
