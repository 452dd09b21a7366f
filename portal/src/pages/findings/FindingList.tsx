// The findings themselves, fifty at a time, worst first unless asked otherwise.
import { useTranslation } from "react-i18next";
import { useRead } from "../../api/read.ts";
import type { Finding, ReadQuery } from "../../api/types.ts";
import { JobButton } from "../../jobs/JobButton.tsx";
import { useSteadyRows } from "../../live/steady.ts";
import { Ago } from "../../parts/Ago.tsx";
import { Answer } from "../../parts/Answer.tsx";
import { Box } from "../../parts/Box.tsx";
import { type Column, DataTable } from "../../parts/DataTable.tsx";
import { Empty } from "../../parts/Empty.tsx";
import { SeverityMark, StateMark } from "../../parts/Mark.tsx";
import { Pager } from "../../parts/Pager.tsx";
import { Place } from "../../parts/Place.tsx";
import { RowLink } from "../../parts/RowLink.tsx";
import { SteadyBar } from "../../parts/SteadyBar.tsx";
import { FindingFilters } from "./FindingFilters.tsx";

export type FindingSearch = {
  q?: string;
  severity?: string;
  state?: string;
  rule?: string;
  path?: string;
  item_id?: string;
  sort?: string;
  cursor?: string;
  skipped?: string;
  view?: string;
};

export const DEFAULT_STATE = "open";

function useColumns(showState: boolean): Column<Finding>[] {
  const { t } = useTranslation();
  const state: Column<Finding> = {
    key: "state",
    head: t("findings.column.state"),
    width: "110px",
    cell: finding => <StateMark state={finding.state} />,
  };
  return [
    {
      key: "what",
      head: t("findings.column.what"),
      cell: finding => (
        <>
          <RowLink to="/findings/$id" params={{ id: finding.id }}>
            {finding.message}
          </RowLink>
          <br />
          <Place path={finding.path} line={finding.line} />
        </>
      ),
    },
    {
      key: "severity",
      head: t("findings.column.severity"),
      width: "112px",
      cell: finding => <SeverityMark severity={finding.severity} />,
    },
    ...(showState ? [state] : []),
    {
      key: "rule",
      head: t("findings.column.rule"),
      width: "190px",
      cell: finding => <code>{finding.rule}</code>,
    },
    {
      key: "seen",
      head: t("findings.column.seen"),
      width: "140px",
      deskOnly: true,
      cell: finding => <Ago at={finding.last_detected} />,
    },
  ];
}

export function FindingList({ search }: { search: FindingSearch }) {
  const { t } = useTranslation();
  const { skipped: _skipped, view: _view, state, ...rest } = search;
  const asked = state === "all" ? undefined : (state ?? DEFAULT_STATE);
  const columns = useColumns(asked !== DEFAULT_STATE);
  const query = useRead("/api/v1/findings", {
    query: { sort: "severity", ...rest, state: asked, limit: 50 } as ReadQuery<"/api/v1/findings">,
  });
  const steady = useSteadyRows(query.data?.items, JSON.stringify(search), query.isPlaceholderData);
  const filtered = Boolean(rest.q || rest.severity || rest.rule || rest.path || rest.item_id || state);
  return (
    <>
      <FindingFilters search={search} />
      <Answer query={query}>
        {page =>
          steady.rows.length === 0 ? (
            filtered ? (
              <Empty title={t("findings.noMatchTitle")} text={t("findings.noMatchText")} />
            ) : (
              <Empty
                title={t("findings.emptyTitle")}
                text={t("findings.emptyText")}
                command="kaizen check standards"
              >
                <JobButton action="standards" />
              </Empty>
            )
          ) : (
            <Box>
              <SteadyBar arrived={steady.arrived} gone={steady.gone.size} onShow={steady.adopt} />
              <DataTable
                caption={t("findings.question")}
                columns={columns}
                rows={steady.rows}
                rowKey={finding => finding.id}
                gone={steady.gone}
              />
              <Pager at={search} shown={steady.rows.length} total={page.total} next={page.next_cursor} />
            </Box>
          )
        }
      </Answer>
    </>
  );
}
