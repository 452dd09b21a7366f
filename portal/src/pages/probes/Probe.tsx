// One probe: its state and reason now, and the last day as a strip.
import { useParams } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useRead } from "../../api/read.ts";
import type { Probe as ProbeAnswer } from "../../api/types.ts";
import { useFormat } from "../../format/useFormat.ts";
import { Ago } from "../../parts/Ago.tsx";
import { Answer } from "../../parts/Answer.tsx";
import { BackLink } from "../../parts/BackLink.tsx";
import { Bones } from "../../parts/Bones.tsx";
import { Empty } from "../../parts/Empty.tsx";
import { Facts } from "../../parts/Facts.tsx";
import { StateMark } from "../../parts/Mark.tsx";
import { PageHead } from "../../parts/PageHead.tsx";
import { Panel } from "../../parts/Panel.tsx";
import { Split } from "../../parts/Split.tsx";
import { Unknown } from "../../parts/Unknown.tsx";
import { StateStrip } from "./StateStrip.tsx";

function ProbeFacts({ probe }: { probe: ProbeAnswer }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <Panel title={t("inventory.item.facts")}>
      <Facts
        facts={[
          [t("probes.column.state"), <StateMark key="s" state={probe.state} />],
          [t("probes.column.reason"), probe.reason],
          [t("probes.since"), probe.since ? <Ago key="i" at={probe.since} /> : <Unknown key="i" />],
          [t("probes.target"), <code key="t">{probe.target}</code>],
          [t("probes.interval"), format.span(probe.interval_s)],
          [
            t("probes.column.checked"),
            probe.checked_at ? <Ago key="c" at={probe.checked_at} /> : t("common.never"),
          ],
          [
            t("probes.dependsOn"),
            probe.depends_on.length > 0 ? format.list(probe.depends_on) : t("common.none"),
          ],
          [
            t("probes.column.availability"),
            probe.availability_24h === null ? (
              <Unknown key="a" because={t("probes.tooShort")} />
            ) : (
              format.percent(probe.availability_24h * 100, 2)
            ),
          ],
        ]}
      />
    </Panel>
  );
}

function LastDay({ name }: { name: string }) {
  const { t } = useTranslation();
  const query = useRead("/api/v1/probes/{name}/history", {
    path: { name },
    query: { hours: 24 },
    keep: false,
  });
  return (
    <Panel title={t("probes.history")}>
      <Answer query={query} bones={<Bones rows={2} />}>
        {history =>
          history.points.length === 0 ? (
            <p className="quiet">{t("probes.noHistory")}</p>
          ) : (
            <StateStrip points={history.points} />
          )
        }
      </Answer>
    </Panel>
  );
}

export function Probe() {
  const { t } = useTranslation();
  const { name } = useParams({ from: "/probes/$name" });
  const query = useRead("/api/v1/probes");
  const probe = query.data?.probes.find(each => each.name === name);
  return (
    <>
      <PageHead
        name={name}
        back={<BackLink to="/probes">{t("shell.nav.probes")}</BackLink>}
        question={name}
        answer={probe ? probe.reason : null}
      />
      <Answer query={query} bones={<Bones rows={6} />}>
        {() =>
          probe ? (
            <Split main={<LastDay name={name} />} side={<ProbeFacts probe={probe} />} />
          ) : (
            <Empty title={t("probes.goneTitle")} text={t("probes.goneText")} />
          )
        }
      </Answer>
    </>
  );
}
