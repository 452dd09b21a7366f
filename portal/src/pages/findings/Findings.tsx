// What is wrong, worst first: findings filtered and paged by the server, and the rules they come from.
import { Link, useSearch } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useRead } from "../../api/read.ts";
import { useFormat } from "../../format/useFormat.ts";
import { JobButton } from "../../jobs/JobButton.tsx";
import { PageHead } from "../../parts/PageHead.tsx";
import { Tabs } from "../../parts/Tabs.tsx";
import { FindingList } from "./FindingList.tsx";
import { RuleRecords } from "./RuleRecords.tsx";

export function Findings() {
  const { t } = useTranslation();
  const format = useFormat();
  const search = useSearch({ from: "/findings" });
  const { data: summary } = useRead("/api/v1/findings/summary");
  const byRule = search.view === "rules";
  return (
    <>
      <PageHead
        name={t("shell.nav.findings")}
        question={t("findings.question")}
        answer={
          summary
            ? t("findings.answer", {
                critical: format.whole(summary.open.critical),
                warning: format.whole(summary.open.warning),
                info: format.whole(summary.open.info),
                new: format.whole(summary.new_last_7_days),
                resolved: format.whole(summary.resolved_last_7_days),
              })
            : null
        }
        actions={<JobButton action="standards" />}
      />
      <Tabs label={t("findings.question")}>
        <Link to="/findings" search={{}} aria-current={byRule ? undefined : "page"}>
          {t("findings.list")}
        </Link>
        <Link to="/findings" search={{ view: "rules" }} aria-current={byRule ? "page" : undefined}>
          {t("findings.rules")}
        </Link>
      </Tabs>
      {byRule ? <RuleRecords /> : <FindingList search={search} />}
    </>
  );
}
