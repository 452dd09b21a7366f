// The waiver of a finding: give one with reason and end, see the one in force, end it, undo either.
import { Button } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { client } from "../../api/client.ts";
import { asProblem } from "../../api/problem.ts";
import { useMayWrite } from "../../api/session.ts";
import type { FindingDetail } from "../../api/types.ts";
import { useFormat } from "../../format/useFormat.ts";
import { notify } from "../../parts/notices.ts";
import { Panel } from "../../parts/Panel.tsx";
import { useProblemWords } from "../../parts/ProblemNote.tsx";
import classes from "./Finding.module.css";
import { WaiverForm, type WaiverTerms } from "./WaiverForm.tsx";

function useWaiving(id: string) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const problemWords = useProblemWords();
  const params = { path: { finding_id: id } };
  const settled = {
    onSettled: () => Promise.all(["/api/v1/findings", "/api/v1/home"].map(invalidate)),
    onError: (error: unknown) => {
      const { sentence, hint } = problemWords(asProblem(error));
      notify({
        tone: "bad",
        text: t("findings.waiver.failed", { why: [sentence, hint].filter(Boolean).join(" ") }),
      });
    },
  };
  function invalidate(prefix: string) {
    return queries.invalidateQueries({ predicate: query => String(query.queryKey[0]).startsWith(prefix) });
  }
  const waive = useMutation({
    mutationFn: (terms: WaiverTerms) =>
      client.POST("/api/v1/findings/{finding_id}/waiver", { params, body: terms }),
    ...settled,
  });
  const end = useMutation({
    mutationFn: () => client.DELETE("/api/v1/findings/{finding_id}/waiver", { params }),
    ...settled,
  });
  return { waive, end };
}

export function Waiver({ finding }: { finding: FindingDetail }) {
  const { t } = useTranslation();
  const format = useFormat();
  const mayWrite = useMayWrite();
  const [open, setOpen] = useState(false);
  const { waive, end } = useWaiving(finding.id);
  const { waiver } = finding;

  const give = (terms: WaiverTerms) =>
    waive.mutate(terms, {
      onSuccess: () => {
        setOpen(false);
        const undo = { label: t("common.undo"), run: () => end.mutate() };
        notify({ tone: "good", text: t("findings.waiver.waived"), action: undo });
      },
    });
  const take = () =>
    end.mutate(undefined, {
      onSuccess: () => {
        const terms = waiver && {
          reason: waiver.reason,
          expires_at: waiver.expires_at,
          category: waiver.category,
        };
        const undo = terms ? { label: t("common.undo"), run: () => waive.mutate(terms) } : undefined;
        notify({ tone: "good", text: t("findings.waiver.ended"), ...(undo ? { action: undo } : {}) });
      },
    });

  if (finding.state === "resolved") return null;
  return (
    <Panel title={t("findings.waiver.title")}>
      {waiver ? (
        <>
          <p>{t(`findings.waiver.categories.${waiver.category}`)}</p>
          <p className="quiet">
            {t("findings.waiver.active", { owner: waiver.owner, day: format.day(waiver.expires_at) })}
          </p>
          <p className={classes.reason}>{waiver.reason}</p>
          <Button size="xs" variant="default" loading={end.isPending} disabled={!mayWrite} onClick={take}>
            {t("findings.waiver.end")}
          </Button>
        </>
      ) : open ? (
        <WaiverForm pending={waive.isPending} onSubmit={give} onCancel={() => setOpen(false)} />
      ) : (
        <>
          <p className={classes.reason}>{t("findings.waiver.text")}</p>
          <Button size="xs" variant="default" disabled={!mayWrite} onClick={() => setOpen(true)}>
            {t("findings.waiver.waive")}
          </Button>
        </>
      )}
    </Panel>
  );
}
