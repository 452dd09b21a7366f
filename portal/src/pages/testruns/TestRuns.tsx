// Do our tests pass: the runs, newest first, and what is flaky or slow.
import { Link, useSearch } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { JobButton } from "../../jobs/JobButton.tsx";
import { PageHead } from "../../parts/PageHead.tsx";
import { Tabs } from "../../parts/Tabs.tsx";
import { FlakyList } from "./FlakyList.tsx";
import { ImportReports } from "./ImportReports.tsx";
import { RunList } from "./RunList.tsx";
import { RunsSummary } from "./RunsSummary.tsx";
import { SlowestList } from "./SlowestList.tsx";

const VIEWS = { runs: RunList, flaky: FlakyList, slowest: SlowestList } as const;
type View = keyof typeof VIEWS;
const isView = (word: string | undefined): word is View => word !== undefined && word in VIEWS;

export function TestRuns() {
  const { t } = useTranslation();
  const search = useSearch({ from: "/testruns" });
  const view = isView(search.view) ? search.view : "runs";
  const Chosen = VIEWS[view];
  return (
    <>
      <PageHead
        name={t("shell.nav.testruns")}
        question={t("testruns.question")}
        answer={<RunsSummary />}
        actions={
          <>
            <ImportReports />
            <JobButton action="tests" />
          </>
        }
      />
      <Tabs label={t("shell.nav.testruns")}>
        {(Object.keys(VIEWS) as View[]).map(each => (
          <Link
            key={each}
            to="/testruns"
            search={each === "runs" ? {} : { view: each }}
            aria-current={each === view ? "page" : undefined}
          >
            {t(`testruns.views.${each}`)}
          </Link>
        ))}
      </Tabs>
      <Chosen search={search} />
    </>
  );
}
