// How the latest runs went, in a sentence.
import { useTranslation } from "react-i18next";
import { useRead } from "../../api/read.ts";
import { Ago } from "../../parts/Ago.tsx";

export function RunsSummary() {
  const { t } = useTranslation();
  const { data } = useRead("/api/v1/testruns", { query: { limit: 50 } });
  if (!data) return null;
  const latest = new Map<string, string>();
  for (const run of data.items) if (!latest.has(run.suite)) latest.set(run.suite, run.state);
  const newest = data.items[0];
  if (!newest) return t("testruns.none");
  const states = [...latest.values()];
  const passed = states.filter(state => state === "passed").length;
  return (
    <>
      {t("testruns.answer", { count: states.length, passed })}{" "}
      <span className="quiet">
        {t("testruns.lastRun")} <Ago at={newest.started_at} />.
      </span>
    </>
  );
}
